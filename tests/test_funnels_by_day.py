"""Funnels built day by day equal a full refresh: late, repeated, corrected events, people known later."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from benchmarks.random_events import FIRST_DAY, ZONES, Delivery, builds, deliveries
from benchmarks.raw_layer import Row, land
from tests.incremental_builds import DayByDay, Rows

pytestmark = pytest.mark.slow
DAY = 86_400
A, B, C = "ai_calculator_opened", "assessment_submitted", "paid_upgrade_clicked"
PLAIN: Row = {"step_order": "ordered", "window_seconds": 3 * DAY, "clip_to_range": False, "unit": "user"}
SHOWN: Row = {"breakdown_1": "source", "attribution": "first_touch", "breakdown_at": "event"}
FUNNELS: dict[str, Row] = {
    "plain": PLAIN | SHOWN,
    "strict": PLAIN | {"step_order": "strict"},
    "any_order": PLAIN | {"step_order": "unordered"},
    "sessions": PLAIN | {"unit": "session"},
    "clean": PLAIN | SHOWN | {"attribution": "last_touch"},
    "by_step": PLAIN | SHOWN | {"attribution": "step", "attribution_step": 2},
}
FIRSTS: dict[str, Row] = {"first": PLAIN}
SELECTED = [
    "--select",
    "+funnel_steps",
    "+funnel_trends",
    "+funnel_weeks",
    "+funnel_times",
    "int_taken_files",
    "int_taken_people",
]


def filters(funnel: str) -> Iterator[Row]:
    """Three steps; a refund of the way back for `clean`, a first time for `first`."""
    for number, event in enumerate((A, B, C), start=1):
        first = "ever" if funnel == "first" and number == 1 else None
        yield {
            "role": "step",
            "number": number,
            "event": event,
            "is_optional": number == 2,
            "first_time": first,
        }
    if funnel == "clean":
        yield {
            "role": "exclusion",
            "number": 1,
            "event": B,
            "is_optional": False,
            "from_step": 1,
            "to_step": 3,
        }


def walk() -> list[Delivery]:
    """On days of their own: somebody goes on a day later, and an earlier first event comes last."""
    told = [(1, A, 10, 0), (2, B, 33, 1), (3, C, 57, 2), (4, A, -14, 4)]
    return [
        Delivery("events", "events", [walked(number, event, hours)], builds()[build], build)
        for number, event, hours, build in told
    ]


def walked(number: int, event: str, hours: int) -> Row:
    own = {"business_id": "acme", "event_id": f"w{number}", "event": event, "user_key": "walker"}
    return own | {"occurred_at": FIRST_DAY + timedelta(days=-14, hours=hours), "properties": "{}"}


def configure(world: DayByDay, funnels: dict[str, Row]) -> None:
    """The funnels for every business, in the version of the configuration that is there."""
    rows = [(business, funnel) for business in ZONES for funnel in funnels]
    configured = [
        funnels[funnel] | {"business_id": business, "funnel_id": funnel} for business, funnel in rows
    ]
    steps = [
        row | {"business_id": business, "funnel_id": funnel}
        for business, funnel in rows
        for row in filters(funnel)
    ]
    for stream, told in (("funnels", configured), ("funnel_filters", steps)):
        land(world.home, "config", stream, told, file="config", landed_at=datetime(2026, 1, 1))


def funnel_rows(rows: Rows) -> Rows:
    return {name: found for name, found in rows.items() if name.startswith("funnel_")}


def built_by_day(folder: Path, seed: int, funnels: dict[str, Row]) -> tuple[Rows, Rows]:
    """The marts after the last of the daily builds, and after a full refresh of the same files."""
    world = DayByDay(folder)
    configure(world, funnels)
    files = deliveries(random.Random(seed)) + walk()
    for number, as_of in enumerate(builds()):
        for delivery in (each for each in files if each.build == number):
            world.take(delivery)
        world.build(as_of, *SELECTED)
    day_by_day = funnel_rows(world.rows())
    world.build(builds()[-1], "--full-refresh", *SELECTED)
    return day_by_day, funnel_rows(world.rows())


@pytest.mark.parametrize(("funnels", "days_after"), [(FUNNELS, 0), (FIRSTS, 4_000)], ids=["plain", "firsts"])
def test_day_by_day_comes_to_the_rows_of_a_full_refresh(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, funnels: dict[str, Row], days_after: int
) -> None:
    monkeypatch.setattr(DayByDay, "_manifest", None)
    for name, size in (("STEPS", 3), ("DAYS", 4), ("DAYS_AFTER", days_after)):
        monkeypatch.setenv(f"ALMANAC_FUNNEL_{name}", str(size))
    day_by_day, anew = built_by_day(tmp_path, 1, funnels)
    assert day_by_day == anew
    assert all(anew.values())
