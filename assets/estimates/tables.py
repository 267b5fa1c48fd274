"""How an estimate reads marts of the candidate and becomes one itself. Knows no statistics."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import dagster as dg
import pyarrow as pa

from warehouse import versions
from warehouse.engine import connect
from warehouse.resources import Warehouse
from warehouse.versions import Version

PREVIEW_ROWS = 5


def text(name: str, description: str) -> pa.Field:
    """A column of texts; its description travels in the Parquet file to whoever opens the mart."""
    return pa.field(name, pa.string(), metadata={"description": description})


def whole(name: str, description: str) -> pa.Field:
    """A column of whole numbers, with its description."""
    return pa.field(name, pa.int64(), metadata={"description": description})


def number(name: str, description: str) -> pa.Field:
    """A column of numbers, with its description."""
    return pa.field(name, pa.float64(), metadata={"description": description})


def mart(description: str, columns: Sequence[pa.Field]) -> pa.Schema:
    """The schema of a mart with its description."""
    return pa.schema(list(columns), metadata={"description": description})


def figure(value: float | None) -> float | None:
    """A number as the marts write it: six places, NULL where there is none."""
    return None if value is None or math.isnan(value) else round(float(value), 6)


def materialize(
    warehouse: Warehouse,
    name: str,
    inputs: Mapping[str, Sequence[str]],
    estimate: Callable[..., pa.Table],
) -> dg.MaterializeResult:
    """Computes the mart `name` from columns of other marts of the newest candidate and adds it there.

    `estimate` gets one table for each of `inputs` (mart -> columns), in that order.
    """
    target = versions.candidate(warehouse.home)
    table = estimate(*(_read(warehouse, target, source, columns) for source, columns in inputs.items()))
    versions.add_table(target, name, table)
    return dg.MaterializeResult(metadata={
        "dagster/row_count": table.num_rows,
        "version": target.number,
        "preview": dg.MetadataValue.md(_preview(table)),
    })  # fmt: skip


def _read(warehouse: Warehouse, source: Version, name: str, columns: Sequence[str]) -> pa.Table:
    with connect(warehouse.home) as connection:
        query = f"select {', '.join(columns)} from {source.relation(name)}"
        return connection.sql(query).to_arrow_table()


def _preview(table: pa.Table) -> str:
    """The first rows as a Markdown table."""
    rows: list[list[Any]] = [list(row.values()) for row in table.slice(0, PREVIEW_ROWS).to_pylist()]
    lines = [table.column_names, ["---"] * table.num_columns, *rows]
    shown = [" | ".join("" if value is None else str(value) for value in line) for line in lines]
    return "\n".join(f"| {line} |" for line in shown)
