"""Asks raw about syncs: the rows of one stream in SQL, whatever is being landed or compacted meanwhile."""

from collections.abc import Sequence
from typing import Any

import duckdb

from warehouse import landing
from warehouse.engine import connect, quoted
from warehouse.home import Home

TRIES = 3


def asked(
    home: Home, source: str, stream: str, sql: str, values: Sequence[Any] = ()
) -> list[tuple[Any, ...]]:
    """What the query gives for the stream, whose rows are `{raw}` in it; nothing where nothing has landed."""
    folder = landing.folder(home, source, stream)
    if not any(folder.glob("observed_on=*/*.parquet")):
        return []
    rows = f"read_parquet('{quoted(folder)}/*/*.parquet', union_by_name = true)"
    with connect(home) as connection:
        for left in reversed(range(TRIES)):
            try:
                return connection.execute(sql.format(raw=rows), list(values)).fetchall()
            except duckdb.IOException:
                # A file that was listed has been compacted into another one before it was opened.
                if not left:
                    raise
    raise AssertionError("a try ends with rows or with an error")
