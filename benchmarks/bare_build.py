"""The SQL of all models in bare DuckDB, in a process of its own: prints the seconds that it took."""

import sys
import time
from datetime import datetime
from pathlib import Path

import duckdb

from benchmarks.bare_sql import build, compiled

PROJECT = Path(__file__).resolve().parents[1] / "dbt_project"


def main(home: Path, as_of: datetime) -> float:
    """Compiles, then builds into a new database beside the real one, and returns the seconds of building."""
    folder = home / "warehouse" / "bare"
    statements = compiled(PROJECT, folder / "dbt")
    database = folder / "bare.duckdb"
    database.unlink(missing_ok=True)
    with duckdb.connect(str(database)) as connection:
        began = time.perf_counter()
        build(connection, statements, home, as_of)
        return time.perf_counter() - began


if __name__ == "__main__":
    print(main(Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2])))
