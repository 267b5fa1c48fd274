"""Versions of the marts: numbered folders marts/v<N>, first candidates, then published; says which exist
and which is read."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.engine import quoted
from warehouse.files import atomic, write_json
from warehouse.home import Home

PARTITION = "session_date"  # the column that the folders of large marts are cut by


class NothingPublished(RuntimeError):
    """No version of the marts has been published in this home yet."""


class NoCandidate(RuntimeError):
    """The home has no complete candidate to work on."""


@dataclass(frozen=True)
class Version:
    """One build of all marts as Parquet: `folder` holds <mart>.parquet, or <mart>/ with a folder a
    day; `as_of` (UTC) is the moment it shows."""

    number: int
    as_of: datetime
    fingerprint: str
    engine: str
    folder: Path

    @property
    def tables(self) -> list[str]:
        """Names of the marts in this version, sorted."""
        found = [*self.folder.glob("*.parquet"), *(path for path in self.folder.iterdir() if path.is_dir())]
        return sorted(path.stem for path in found if not path.name.startswith("."))

    def path(self, table: str) -> Path:
        """The file of a mart that is one file."""
        return self.folder / f"{table}.parquet"

    def relation(self, table: str) -> str:
        """The SQL that reads a mart, be it a file or a folder of days."""
        if self.path(table).is_file():
            return f"read_parquet('{quoted(self.path(table))}')"
        days = f"{quoted(self.folder / table)}/{PARTITION}=*/*.parquet"
        return f"read_parquet('{days}', hive_partitioning = true, hive_types = {{'{PARTITION}': date}})"

    def write_label(self) -> None:
        """Writes version.json, which makes the folder a candidate; a folder without it is debris of a
        killed run."""
        write_json(self.folder / "version.json", asdict(replace(self, folder=Path(self.folder.name))))


def numbers(home: Home) -> list[int]:
    """Numbers of all version folders, complete or not, ascending."""
    return sorted(int(path.name[1:]) for path in home.marts.glob("v[0-9]*") if path.name[1:].isdigit())


def version(home: Home, number: int) -> Version:
    """The version of that number; raises NoCandidate where it is not there or not complete."""
    folder = home.marts / f"v{number}"
    label = folder / "version.json"
    if not label.is_file():
        raise NoCandidate(f"marts/v{number} is not a complete version of the marts")
    said: dict[str, Any] = json.loads(label.read_text(encoding="utf-8"))
    return Version(number, datetime.fromisoformat(said["as_of"]), said["fingerprint"], said["engine"], folder)


def complete(home: Home) -> list[Version]:
    """All complete versions, published or not, ascending."""
    labelled = [number for number in numbers(home) if (home.marts / f"v{number}" / "version.json").is_file()]
    return [version(home, number) for number in labelled]


def candidate(home: Home) -> Version:
    """The newest complete version, published or not; raises NoCandidate before the first build."""
    if not complete(home):
        raise NoCandidate("marts/ holds no candidate: run the publish job (`almanac run`)")
    return complete(home)[-1]


def add_table(target: Version, name: str, table: pa.Table) -> None:
    """Adds a mart to a candidate, atomically; the descriptions in the table's metadata travel with it."""
    with atomic(target.path(name)) as temporary:
        pq.write_table(table, temporary, compression="zstd")


def published_version(home: Home) -> Version | None:
    """The version that marts.duckdb shows, None before the first publication."""
    if not home.published.is_file():
        return None
    with duckdb.connect(str(home.published), read_only=True) as connection:
        row = connection.execute("select number, as_of, fingerprint, engine from almanac.version").fetchone()
    if row is None:
        raise NothingPublished(f"{home.published.name} names no version")
    return Version(row[0], row[1], row[2], row[3], home.marts / f"v{row[0]}")
