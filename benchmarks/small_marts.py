"""A small raw layer in a folder of its own, and the marts that come of it: for tests that build many."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.bare_sql import Connection, build, statements
from benchmarks.random_rows import AS_OF, businesses
from benchmarks.raw_layer import Row, land, prepare

# What tells of the way that the data took, not of the data.
OPERATIONS = {"sync_status", "quarantine_summary", "restatements"}

Marts = dict[str, list[tuple[Any, ...]]]
Table = dict[tuple[Any, ...], tuple[Any, ...]]


class Layer:
    """The raw layer of the two businesses; files are added one at a time."""

    def __init__(self, folder: str) -> None:
        self.home, self.files = Path(folder), 0
        prepare(self.home)
        self.take("config", "businesses", businesses(), AS_OF - timedelta(days=200))

    def take(self, source: str, stream: str, rows: list[Row], landed_at: datetime) -> None:
        """Lands the rows as one file of its own."""
        self.files += 1
        land(self.home, source, stream, rows, file=f"file-{self.files}", landed_at=landed_at)

    @contextmanager
    def built(self, as_of: datetime) -> Iterator[Connection]:
        """A connection to a new database with everything as of that moment."""
        with duckdb.connect() as connection:
            build(connection, statements(), self.home, as_of)
            yield connection

    def marts(self, as_of: datetime) -> Marts:
        """All marts of a fresh build as of that moment."""
        with self.built(as_of) as connection:
            return rows_of(connection)


def rows_of(connection: Connection) -> Marts:
    """All marts but those about operations, each sorted."""
    tables = connection.execute("select schema_name, table_name from duckdb_tables()").fetchall()
    names = {name for schema, name in tables if schema == "marts"} - OPERATIONS
    return {name: connection.execute(f"from marts.{name} order by all").fetchall() for name in names}


def table(connection: Connection, mart: str, key: list[str], columns: list[str]) -> Table:
    """The named columns of a mart by its key."""
    rows = connection.execute(f"select {', '.join([*key, *columns])} from marts.{mart}").fetchall()
    return {row[: len(key)]: row[len(key) :] for row in rows}
