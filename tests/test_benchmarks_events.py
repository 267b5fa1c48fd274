"""The layer of the events' benchmark, its questions against plain Python, and its page."""

import json
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from benchmarks.event_layer import EventLayer
from benchmarks.event_questions import answer
from benchmarks.event_results import Built, Question, page
from benchmarks.event_rows import FUNNEL, STEPS
from benchmarks.measuring import Sample, Series

MONDAY = date(2026, 2, 2)
WINDOW = timedelta(days=14)


@pytest.fixture(scope="module")
def layer(tmp_path_factory: pytest.TempPathFactory) -> EventLayer:
    made = EventLayer(tmp_path_factory.mktemp("events"), events=4_000, days=20)
    made.write()
    return made


def files(layer: EventLayer) -> str:
    return str(layer.home / "raw" / "events" / "events" / "observed_on=20*" / "*.parquet")


def rows(layer: EventLayer, columns: str) -> list[tuple[Any, ...]]:
    with duckdb.connect() as connection:
        return connection.execute(f"select {columns} from read_parquet('{files(layer)}')").fetchall()


def moments(layer: EventLayer) -> dict[str, dict[str, list[datetime]]]:
    """When each person did what, in order."""
    people: dict[str, dict[str, list[datetime]]] = {}
    for person, event, moment in sorted(rows(layer, "user_key, event, occurred_at")):
        people.setdefault(person, {}).setdefault(event, []).append(moment)
    return people


def test_some_events_come_late_and_some_twice(layer: EventLayer) -> None:
    ids = Counter(event_id for (event_id,) in rows(layer, "event_id"))
    late = rows(layer, "date_diff('day', occurred_at, landed_at)")
    assert 3_000 < len(ids) < 5_000
    assert set(ids.values()) == {1, 2}
    assert {0, 1, 2} >= {days for (days,) in late} > {1}


def test_the_same_numbers_give_the_same_events(layer: EventLayer, tmp_path: Path) -> None:
    again = EventLayer(tmp_path, events=4_000, days=20)
    again.write()
    columns = "event_id, event, user_key, occurred_at, landed_at"
    assert sorted(rows(again, columns)) == sorted(rows(layer, columns))


def test_a_further_day_lands_that_day_and_what_was_late(tmp_path: Path) -> None:
    layer = EventLayer(tmp_path, events=4_000, days=20)
    layer.write()
    before = set(rows(layer, "event_id, landed_at"))
    assert layer.one_more_day() == layer.as_of + timedelta(days=1)
    new = [row for row in rows(layer, "event_id, landed_at, occurred_at") if row[:2] not in before]
    assert {moment.date() for _, _, moment in new} >= {layer.end - timedelta(days=1), layer.end}
    assert {landed for _, landed, _ in new} == {datetime(2026, 3, 2, 2)}


def depth(done: dict[str, list[datetime]]) -> int:
    """How many steps a person came through, over all entries, within the window."""
    best = 0
    for entry in done.get(FUNNEL[0], []):
        reached, last = 1, entry
        for event in FUNNEL[1:]:
            following = [each for each in done.get(event, []) if last <= each <= entry + WINDOW]
            if not following:
                break
            reached, last = reached + 1, min(following)
        best = max(best, reached)
    return best


def test_the_funnel_is_answered_as_plain_python_does(layer: EventLayer) -> None:
    reached = [depth(done) for done in moments(layer).values()]
    _, told = answer("duckdb", "funnel", files(layer), str(MONDAY))
    assert told == [[sum(each >= level for each in reached) for level in (1, 2, 3)]]


def test_retention_is_answered_as_plain_python_does(layer: EventLayer) -> None:
    cells: Counter[tuple[int, int]] = Counter()
    for done in moments(layer).values():
        weeks = {(moment.date() - MONDAY).days // 7 for moment in done.get(STEPS[0], [])}
        cells.update((min(weeks), week - min(weeks)) for week in weeks)
    _, told = answer("duckdb", "retention", files(layer), str(MONDAY))
    assert {(cohort, age): people for cohort, age, people in told} == dict(cells)


def test_the_page_compares_days_and_engines() -> None:
    def cycle(seconds: float) -> Sample:
        return Sample(seconds, 900.0)

    def question(engine: str, seconds: float, told: Any) -> Question:
        return Question(10, "funnel", engine, Series((Sample(seconds, 1.0),)), json.dumps(told))

    builds = [Built(10, 365, cycle(61.0), cycle(12.0), 5.0), Built(0.8, 30, cycle(20.0), cycle(10.0), 0.0)]
    text = page(
        builds, [question("duckdb", 2.0, [1]), question("chdb", 4.0, [1])], "A machine.", "today", "4GB"
    )
    assert "365 days of history takes 1.20 times as long as after 30 days" in text
    assert "| 10 | 365 | 61.0 | **60** | 900 | 4000 | 5 | 12.0 | 900 |" in text
    assert "| 10 | funnel | 2.00 | 4.00 | 0.50 | 30 |" in text
    assert "same answer is checked" in text
    assert "**not so**" in page(
        builds, [question("duckdb", 2.0, [1]), question("chdb", 4.0, [2])], "", "", ""
    )
