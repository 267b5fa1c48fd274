"""DuckDB tuned to the machine it runs on: memory from the cgroup, threads, and a place to spill to beside
the database."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from warehouse.home import Home

CGROUP_LIMITS = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))


def machine_memory(limits: tuple[Path, ...] = CGROUP_LIMITS) -> int:
    """Bytes of memory this process may use: the smaller of the machine's and the container's limit."""
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    texts = (path.read_text().strip() for path in limits if path.is_file())
    return min([total, *(int(text) for text in texts if text.isdigit())])


def settings(home: Home) -> dict[str, str]:
    """DuckDB settings of this machine: half the memory, so that the rest of the run has room, and a spill
    folder."""
    megabytes = max(256, machine_memory() // 2 // 1_000_000)
    return {
        "memory_limit": os.environ.get("ALMANAC_MEMORY_LIMIT") or f"{megabytes}MB",
        "temp_directory": str(home.warehouse / "spill"),
        "file_search_path": str(home.root),
    }


@contextmanager
def connect(
    home: Home, database: Path | None = None, read_only: bool = False
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB connection with the machine's settings, closed at the end; in memory where no database is
    named."""
    connection = duckdb.connect(str(database) if database else ":memory:", read_only=read_only)
    try:
        for name, value in settings(home).items():
            connection.execute(f"set {name} = '{quoted(value)}'")
        yield connection
    finally:
        connection.close()


def quoted(value: object) -> str:
    """The value as the inside of an SQL text literal."""
    return str(value).replace("'", "''")
