"""Merges the many small files of a day of a raw stream into one: the same rows, each once more findable."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse import landing
from warehouse.files import atomic
from warehouse.home import Home

SETTLED_DAYS = 2  # a day is left alone until so many whole UTC days have passed
PARTS = b"almanac.parts"
BATCH_ROWS = 2_000


class Compacted(NamedTuple):
    """One day of one stream that was merged."""

    source: str
    stream: str
    day: date
    files: int
    rows: int


def compact(home: Home, source: str, stream: str, moment: datetime) -> list[Compacted]:
    """Merges every finished day of the stream that has more than one file.

    The merged file is written first, then those that are in it go. A kill in between leaves rows twice, which
    staging takes for one; the next compaction removes the rest.
    """
    before = moment.date() - timedelta(days=SETTLED_DAYS)
    made = []
    for folder in sorted(landing.folder(home, source, stream).glob("observed_on=*")):
        day = date.fromisoformat(folder.name.partition("=")[2])
        if folder.name != landing.SCHEMA_FOLDER and day < before:
            _finish(folder)
            parts = _files(folder)
            if len(parts) > 1:
                made.append(Compacted(source, stream, day, len(parts), _merge(folder, parts)))
    return made


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.parquet") if not path.name.startswith("."))


def _finish(folder: Path) -> None:
    """Removes files that are in a merged one already: what a killed compaction has left."""
    for path in _files(folder):
        if path.name.startswith("compacted-"):
            _remove(folder, json.loads((pq.read_schema(path).metadata or {}).get(PARTS, b"[]")))


def _merge(folder: Path, parts: Sequence[Path]) -> int:
    """Writes one file with the rows of all parts, then removes them; gives the number of rows."""
    names = [path.name for path in parts]
    schema = pa.unify_schemas([pq.read_schema(path).remove_metadata() for path in parts])
    merged = folder / f"compacted-{hashlib.sha256(json.dumps(names).encode()).hexdigest()[:16]}.parquet"
    told = schema.with_metadata({PARTS: json.dumps(names).encode()})
    rows = 0
    with atomic(merged) as temporary, pq.ParquetWriter(temporary, told, compression="zstd") as writer:
        for batch in _batches(parts, schema):
            writer.write_batch(batch.replace_schema_metadata(told.metadata))
            rows += batch.num_rows
    _remove(folder, names)
    return rows


def _batches(parts: Sequence[Path], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """The rows of all parts; columns that an older file does not have are null."""
    for path in parts:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(BATCH_ROWS):
                missing = [pa.nulls(batch.num_rows, field.type) for field in schema]
                known = dict(zip(batch.schema.names, batch.columns, strict=True))
                columns = [known.get(field.name, none) for field, none in zip(schema, missing, strict=True)]
                yield pa.RecordBatch.from_arrays(columns, schema=schema)


def _remove(folder: Path, names: Sequence[str]) -> None:
    for name in names:
        (folder / name).unlink(missing_ok=True)
