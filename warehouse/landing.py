"""Landing: the Parquet files of raw, append-only, whole or not at all. Knows folders and names, no source."""

import hashlib
import os
import time
from collections import deque
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.files import atomic
from warehouse.home import Home

SCHEMA_FOLDER = "observed_on=1970-01-01"
ABANDONED_SECONDS = 3600
BATCH_ROWS = 10_000


def folder(home: Home, source: str, stream: str) -> Path:
    """The folder of a stream below raw."""
    return home.raw / source / stream


def prepare(home: Home, source: str, stream: str, schema: pa.Schema) -> None:
    """Sees to a file of zero rows with this schema in the stream, so that no reader meets an empty folder."""
    described = "\n".join(f"{field.name} {field.type}" for field in schema)
    name = f"schema-{hashlib.sha256(described.encode()).hexdigest()[:16]}.parquet"
    path = folder(home, source, stream) / SCHEMA_FOLDER / name
    if not path.exists():
        _write(path, schema, [])


def land(
    home: Home,
    source: str,
    stream: str,
    name: str,
    schema: pa.Schema,
    batches: Iterable[pa.RecordBatch],
    landed_at: datetime,
) -> Path:
    """Writes the batches as `name`.parquet below the UTC date of landing and gives its path; streams.

    A name that has landed before, on whatever day, is not written again: that file is the answer, and the
    batches are only read to their end.
    """
    before = find(home, source, stream, name)
    if before:
        deque(batches, maxlen=0)
        return before
    path = folder(home, source, stream) / f"observed_on={landed_at:%Y-%m-%d}" / f"{name}.parquet"
    _write(path, schema, batches)
    return path


def batches(rows: Iterable[dict[str, Any]], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """The rows in record batches of 10,000; no batch where there is no row."""
    remaining = iter(rows)
    while part := list(islice(remaining, BATCH_ROWS)):
        yield pa.RecordBatch.from_pylist(part, schema)


def land_rows(
    home: Home,
    source: str,
    stream: str,
    name: str,
    schema: pa.Schema,
    rows: Iterable[dict[str, Any]],
    landed_at: datetime,
) -> Path | None:
    """As `land`, from rows; nothing is written, and None comes back, where there is not one row."""
    parts = batches(rows, schema)
    first = next(parts, None)
    return land(home, source, stream, name, schema, chain([first], parts), landed_at) if first else None


def find(home: Home, source: str, stream: str, name: str) -> Path | None:
    """The file of that name in the stream, None where it has not landed."""
    return next(folder(home, source, stream).glob(f"observed_on=*/{name}.parquet"), None)


def landed(home: Home, source: str, stream: str) -> set[str]:
    """The names (without .parquet) of everything that has landed in the stream."""
    return {path.stem for path in _files(folder(home, source, stream)) if path.parent.name != SCHEMA_FOLDER}


def newest(home: Home, source: str, stream: str, rows: int) -> list[dict[str, Any]]:
    """Up to so many rows of the stream, those of the file that landed last first."""
    files = [path for path in _files(folder(home, source, stream)) if path.parent.name != SCHEMA_FOLDER]
    found: list[dict[str, Any]] = []
    for path in sorted(files, key=lambda file: file.stat().st_mtime, reverse=True)[:rows]:
        found += next(pq.ParquetFile(path).iter_batches(rows)).to_pylist()
    return found[:rows]


def count(home: Home, source: str, stream: str) -> int:
    """How many rows the stream has, read from the footers of its files."""
    return sum(pq.read_metadata(path).num_rows for path in _files(folder(home, source, stream)))


def fingerprint(home: Home) -> str:
    """A hash of the names of all raw files and of almanac.yaml: the same while nothing new has arrived."""
    names = sorted(path.relative_to(home.raw).as_posix() for path in _files(home.raw))
    digest = hashlib.sha256("\n".join(names).encode())
    if home.config_file.exists():
        digest.update(b"\0" + home.config_file.read_bytes())
    return digest.hexdigest()


def sweep(*folders: Path) -> int:
    """Removes temporary files that a killed run left, an hour after their last write; gives their number."""
    # The age protects what another process is writing at this moment.
    latest = time.time() - ABANDONED_SECONDS
    left = [path for top in folders for path in top.rglob(".*.tmp") if path.stat().st_mtime < latest]
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


def _write(path: Path, schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> None:
    with atomic(path) as temporary, pq.ParquetWriter(temporary, schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(batch)


def _files(top: Path) -> Iterator[Path]:
    """Every Parquet file below a folder, not the temporary ones."""
    for place, _folders, names in os.walk(top):
        yield from (
            Path(place, name) for name in names if name.endswith(".parquet") and not name.startswith(".")
        )
