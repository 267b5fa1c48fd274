"""Reads GA4's export to BigQuery from files, NDJSON or Parquet, as extracted. Knows nothing of runs."""

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.configuration.mappings import Import
from warehouse.rows.json_items import json_lines
from warehouse.rows.reading import Item, Unreadable

BATCH_ROWS = 2_000


def events(path: Path, _mapping: Import | None = None) -> Iterator[Item]:
    """One item an exported event, nested as GA4 exports it; raises Unreadable for half a file."""
    return _parquet_rows(path) if path.suffix.casefold() == ".parquet" else _whole_lines(path)


def _whole_lines(path: Path) -> Iterator[Item]:
    """The lines; one that is no JSON and has no end is where the file was cut off."""
    for item in json_lines(path):
        if item.problem and isinstance(item.row, str) and not item.row.endswith(("\n", "\r")):
            raise Unreadable(f"line {item.line}: the file ends in the middle of a row ({item.problem})")
        yield item


def _parquet_rows(path: Path) -> Iterator[Item]:
    """The rows, a batch in memory at a time."""
    try:
        with pq.ParquetFile(path) as file:
            line = 0
            for batch in file.iter_batches(BATCH_ROWS):
                for row in batch.to_pylist():
                    line += 1
                    yield Item(line, {name: _plain(value) for name, value in row.items()})
    except (pa.ArrowException, OSError) as error:
        reason = "not a Parquet file that can be read to its end"
        raise Unreadable(reason, f"{reason}: {error}") from None


def _plain(value: Any) -> Any:
    """The value as the same event would be written in JSON. Floats are exact from here on, NaN is nothing."""
    if isinstance(value, float):
        return Decimal(repr(value)) if value - value == 0 else None
    if isinstance(value, dict) and value.keys() == {"list"}:
        return _listed(value)
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value.isoformat() if isinstance(value, datetime | date | time) else value


def _listed(value: dict[str, Any]) -> list[Any]:
    """A repeated field of files that write lists as a group `list` of `element`s."""
    return [_plain(each["element"]) for each in value["list"] or ()]
