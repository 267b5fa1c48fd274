"""How large the funnels of all landed configurations are: dbt has to know before it writes their SQL."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from warehouse.home import Home

DAY = 86_400
FEWEST_STEPS = 2
# Rows of days further back are not built anew for a window that is longer.
MOST_DAYS = 4_000


def environment(home: Home) -> dict[str, str]:
    """The variables that macros/funnel_sizes.sql reads."""
    windows = [row["window_seconds"] for row in _rows(home, "funnels", ["window_seconds"])]
    filters = list(_rows(home, "funnel_filters", ["role", "number", "first_time"]))
    steps = [row["number"] for row in filters if row["role"] == "step"]
    days = -(-max(windows, default=0) // DAY) + 1
    looks_at_firsts = any(row["first_time"] for row in filters)
    return {
        "ALMANAC_FUNNEL_STEPS": str(max([FEWEST_STEPS, *steps])),
        "ALMANAC_FUNNEL_DAYS": str(min(days, MOST_DAYS)),
        "ALMANAC_FUNNEL_DAYS_AFTER": str(MOST_DAYS if looks_at_firsts else 0),
    }


def _rows(home: Home, stream: str, columns: list[str]) -> Iterator[dict[str, Any]]:
    """The rows of every version of the configuration, landed by whichever moment."""
    for path in _files(home, stream):
        yield from pq.read_table(path, columns=columns).to_pylist()


def _files(home: Home, stream: str) -> list[Path]:
    return sorted((home.raw / "config" / stream).glob("observed_on=*/*.parquet"))
