"""What a person wants to see of a table before opening it: how many rows, how many columns, the first five
rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import duckdb

from warehouse.home import Home
from warehouse.relations import mart_relations

PREVIEW_ROWS, PREVIEW_COLUMNS, CELL_WIDTH = 5, 12, 60


@dataclass(frozen=True)
class Profile:
    """Row count, column names and a Markdown table of the first rows."""

    rows: int
    columns: list[str]
    preview: str

    def metadata(self) -> dict[str, Any]:
        """The profile as Dagster metadata."""
        from dagster import MetadataValue

        return {
            "dagster/row_count": self.rows,
            "columns": ", ".join(self.columns),
            "preview": MetadataValue.md(self.preview),
        }


def profiles(home: Home, engine: str, marts: Iterable[str]) -> dict[str, Profile]:
    """The profiles of the named marts, as they are in the build database."""
    with mart_relations(home, engine, marts) as (connection, relations):
        return {name: profile(connection, relation) for name, relation in relations.items()}


def profile(connection: duckdb.DuckDBPyConnection, relation: str) -> Profile:
    """The profile of whatever the SQL `relation` names."""
    count = connection.execute(f"select count(*) from {relation}").fetchone()
    shown = connection.execute(f"select * from {relation} limit {PREVIEW_ROWS}")
    columns = [column[0] for column in shown.description or []]
    return Profile(count[0] if count else 0, columns, markdown(columns, shown.fetchall()))


def markdown(columns: list[str], rows: list[tuple[Any, ...]]) -> str:
    """The rows as a Markdown table, long cells and the columns after the first twelve cut with an
    ellipsis."""
    names = [*columns[:PREVIEW_COLUMNS], *(["…"] if len(columns) > PREVIEW_COLUMNS else [])]
    lines = [names, ["---"] * len(names), *([_cell(value) for value in row[: len(names)]] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(value: Any) -> str:
    text = "" if value is None else str(value).replace("|", "/").replace("\n", " ")
    return text if len(text) <= CELL_WIDTH else f"{text[:CELL_WIDTH]}…"
