"""Snapshots of almanac.yaml in raw: a file for each version of it, and nothing while it stays the same."""

import hashlib
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import dagster as dg
import pyarrow.parquet as pq

from warehouse import landing, profiling
from warehouse.home import Home
from warehouse.rows.records import Record, arrow_schema

SOURCE = "config"


class Snapshot(NamedTuple):
    """When a version landed, and the SHA-256 of almanac.yaml as it was."""

    landed_at: datetime
    file_sha256: str


def land(home: Home, stream: str, record: type[Record], rows: list[dict[str, Any]], as_of: datetime) -> bool:
    """Lands the rows as the newest snapshot of the stream, unless the file is as it was; says whether it did.

    A run for a past moment lands nothing where a later snapshot is known: it has what was known then.
    """
    schema = arrow_schema(record)
    landing.prepare(home, SOURCE, stream, schema)
    known = snapshots(home, stream)
    # A second before the run, so that it is seen; microseconds apart, so that versions keep their order.
    new = Snapshot(as_of + timedelta(microseconds=len(known), seconds=-1), _sha256(home))
    if known and (known[-1].file_sha256 == new.file_sha256 or known[-1].landed_at >= new.landed_at):
        return False
    common = {"source_file": home.config_file.name, "observed_at": new.landed_at, **new._asdict()}
    # The number lets a version land again that was left and came back.
    name = f"almanac-{new.file_sha256[:16]}-{len(known)}"
    full = [{**row, **common} for row in rows]
    return landing.land_rows(home, SOURCE, stream, name, schema, full, new.landed_at) is not None


def snapshots(home: Home, stream: str) -> list[Snapshot]:
    """Every snapshot of the stream, oldest first."""
    found = set()
    for path in landing.folder(home, SOURCE, stream).glob("observed_on=*/almanac-*.parquet"):
        first = pq.read_table(path, columns=["landed_at", "file_sha256"]).slice(0, 1).to_pylist()
        found |= {Snapshot(row["landed_at"], row["file_sha256"]) for row in first}
    return sorted(found)


def shown(record: type[Record], rows: list[dict[str, Any]], has_landed: bool) -> dg.MaterializeResult:
    """What the catalogue shows of the newest snapshot: rows, a preview, and whether this run landed it."""
    columns = ["business_id", *record.model_fields]
    cells = [tuple(row[column] for column in columns) for row in rows[: profiling.PREVIEW_ROWS]]
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": len(rows),
            "landed": "a new snapshot" if has_landed else "nothing: almanac.yaml is as it was",
            "preview": dg.MetadataValue.md(profiling.markdown(columns, cells)),
        }
    )


def _sha256(home: Home) -> str:
    return hashlib.sha256(home.config_file.read_bytes()).hexdigest()
