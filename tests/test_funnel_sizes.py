"""The sizes that shape the SQL of funnels: the longest of all landed configurations counts."""

from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.raw_layer import land, prepare
from warehouse.funnels import environment
from warehouse.home import Home


def sizes(home: Path) -> list[int]:
    names = ("STEPS", "DAYS", "DAYS_AFTER")
    told = environment(Home(home))
    return [int(told[f"ALMANAC_FUNNEL_{name}"]) for name in names]


def configure(
    home: Path, version: int, steps: int, window_seconds: int, first_time: str | None = None
) -> None:
    at = {"file": f"version-{version}", "landed_at": datetime(2026, 1, version)}
    own: dict[str, Any] = {"business_id": "acme", "funnel_id": "calculator"}
    land(home, "config", "funnels", [own | {"window_seconds": window_seconds}], **at)
    rows = [own | {"role": "step", "number": number} for number in range(1, steps + 1)]
    land(home, "config", "funnel_filters", [*rows[:-1], rows[-1] | {"first_time": first_time}], **at)


def test_without_funnels_the_sql_is_the_shortest(tmp_path: Path) -> None:
    assert sizes(tmp_path) == [2, 1, 0]
    prepare(tmp_path)
    assert sizes(tmp_path) == [2, 1, 0]


def test_the_longest_funnel_of_any_version_counts(tmp_path: Path) -> None:
    configure(tmp_path, 1, steps=5, window_seconds=3600)
    configure(tmp_path, 2, steps=3, window_seconds=14 * 86_400 + 1)
    assert sizes(tmp_path) == [5, 16, 0]


def test_an_event_may_change_what_is_first_on_any_later_day(tmp_path: Path) -> None:
    configure(tmp_path, 1, steps=2, window_seconds=60, first_time="ever")
    assert sizes(tmp_path) == [2, 2, 4000]


def test_an_endless_window_asks_for_no_endless_list_of_days(tmp_path: Path) -> None:
    configure(tmp_path, 1, steps=2, window_seconds=900_000 * 86_400)
    assert sizes(tmp_path) == [2, 4000, 0]
