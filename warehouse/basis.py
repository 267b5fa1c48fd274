"""What the rows that are built day by day rest on; when any of it changes, the next build is a full one."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import pyarrow.parquet as pq

from warehouse.files import write_json
from warehouse.home import DBT_PROJECT, Home

PACKAGES = {"duckdb": ("duckdb", "dbt-duckdb"), "spark": ("pyspark", "dbt-spark")}


@dataclass(frozen=True)
class Basis:
    """Engine with its version, the project's SQL, the configuration that has landed, and the moment (UTC)."""

    engine: str
    code: str
    configuration: str
    as_of: str

    def changed(self, now: "Basis") -> str | None:
        """What differs so that nothing of the last build may be kept; None where days can be added to it."""
        if self.as_of > now.as_of:
            return f"as_of goes back from {self.as_of} to {now.as_of}"
        before, after = asdict(self) | {"as_of": ""}, asdict(now) | {"as_of": ""}
        return ", ".join(f"{name} has changed" for name in before if before[name] != after[name]) or None


def basis(home: Home, engine: str, as_of: datetime) -> Basis:
    """The basis of a build that begins now."""
    versions = [f"{package} {version(package)}" for package in PACKAGES[engine]]
    sql = [path for suffix in ("sql", "csv") for path in DBT_PROJECT.rglob(f"*.{suffix}")]
    code = [path for path in sql if "target" not in path.relative_to(DBT_PROJECT).parts]
    known = (path for path in (home.raw / "config").rglob("*.parquet") if _is_known(path, as_of))
    return Basis(
        engine=" ".join(versions),
        code=_digest(path.read_bytes() for path in [*sorted(code), DBT_PROJECT / "dbt_project.yml"]),
        configuration=_digest(name.encode() for name in sorted(path.name for path in known)),
        as_of=as_of.isoformat(sep=" "),
    )


def begin(home: Home, now: Basis) -> str | None:
    """Why everything has to be built anew; None where days can be added. To be followed by `complete`.

    A full build that does not complete leaves no basis, so that the next one is full as well.
    """
    reason = _why_anew(home, now)
    if reason:
        forget(home)
    else:
        complete(home, now)
    return reason


def complete(home: Home, now: Basis) -> None:
    """Notes that the build database holds rows on this basis."""
    write_json(_file(home), asdict(now))


def forget(home: Home) -> None:
    """The next build is a full one: for whatever takes something out of raw."""
    _file(home).unlink(missing_ok=True)


def _why_anew(home: Home, now: Basis) -> str | None:
    if not _file(home).is_file():
        return "no complete build to add days to"
    return Basis(**json.loads(_file(home).read_text(encoding="utf-8"))).changed(now)


def _is_known(path: Path, as_of: datetime) -> bool:
    """Whether a version of the configuration had landed by then; the SQL overlooks what lands later."""
    landed = pq.read_table(path, columns=["landed_at"]).column(0).to_pylist()
    return bool(landed) and min(landed) <= as_of


def _file(home: Home) -> Path:
    return home.warehouse / "basis.json"


def _digest(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()
