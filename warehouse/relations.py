"""How the marts that an engine has built are read with DuckDB, whichever engine it was."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from warehouse.engine import connect, quoted
from warehouse.home import Home

Relations = dict[str, str]


@contextmanager
def mart_relations(
    home: Home, engine: str, marts: Iterable[str]
) -> Iterator[tuple[duckdb.DuckDBPyConnection, Relations]]:
    """A connection and, for each of the named marts, the SQL that reads it.

    Only what is named: a build database also holds the tables of models that are no more.
    """
    names = sorted(marts)
    if engine == "spark":
        folder = spark_marts(home)
        with connect(home) as connection:
            yield (
                connection,
                {name: _spark_table(folder / name) for name in names},
            )
        return
    with connect(home, home.build_database, read_only=True) as connection:
        yield connection, {name: f'marts."{name}"' for name in names}


def day_revisions(home: Home, engine: str) -> str:
    """The SQL that gives every day of the facts with the build that has written it last."""
    if engine == "spark":
        folder = home.warehouse / "spark" / "intermediate.db" / "int_day_revisions"
        return f"(select session_date, build_id from {_spark_table(folder)})"
    return "(select session_date, build_id from intermediate.int_day_revisions)"


def _spark_table(folder: Path) -> str:
    """A table of Spark's warehouse; the folders of one that is cut by day name the day."""
    files = f"{quoted(folder)}/**/*.parquet"
    return f"read_parquet('{files}', hive_partitioning = true, hive_types_autocast = true)"


def spark_marts(home: Home) -> Path:
    """The folder in which Spark's warehouse keeps the tables of the schema marts."""
    return home.warehouse / "spark" / "marts.db"
