"""The corner cases of funnels: those of funnel_cases.yaml, and what the marts show besides users of steps."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from tests.funnel_parts import Event, Exclusion, Funnel, Step
from tests.funnel_world import FunnelWorld
from warehouse.times import parse_duration

START, AS_OF = datetime(2026, 3, 2, 12), datetime(2026, 3, 31, 12)
CASES: dict[str, Any] = {
    case.pop("case"): case
    for case in yaml.safe_load(Path(__file__).with_name("funnel_cases.yaml").read_text(encoding="utf-8"))
}
WORD = re.compile(
    r"(?P<name>[A-Z*])(?:\{(?P<properties>.*?)\})?(?P<optional>\?)?(?:!(?P<first>\w+))?"
    r"(?:@(?P<count>-?[\d.]+)(?P<unit>[smhd]?))?"
)
UNITS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}
Built = duckdb.DuckDBPyConnection


def value(text: str) -> Any:
    known = {"true": True, "null": None, "": ""}
    return known[text] if text in known else int(text) if text.isdigit() else text


def properties(text: str | None) -> dict[str, str]:
    return {
        name: given for name, _, given in (part.partition("=") for part in (text or "").split(",")) if name
    }


def told(people: dict[str, str]) -> list[Event]:
    """Events of people; their ids follow the order in which they are written."""
    words = [(person, match) for person, text in people.items() for match in WORD.finditer(text)]
    return [
        Event(
            f"e{number:03}",
            match["name"],
            START + timedelta(seconds=float(match["count"] or 0) * UNITS[match["unit"] or ""]),
            person,
            person,
            {name: value(given) for name, given in properties(match["properties"]).items()},
        )
        for number, (person, match) in enumerate(words)
    ]


def steps(text: str) -> tuple[Step, ...]:
    return tuple(
        Step(
            match["name"],
            {
                name: list(map(value, given.split("|")))
                for name, given in properties(match["properties"]).items()
            },
            optional=bool(match["optional"]),
            first_time=match["first"],
        )
        for match in WORD.finditer(text)
    )


def exclusion(text: str) -> Exclusion:
    event, first, last = text.split()
    return Exclusion(steps(event)[0], int(first), int(last))


def funnel(case: dict[str, Any]) -> Funnel:
    """The funnel of a case: its options bear the names that they have in Funnel."""
    read: dict[str, Callable[[Any], Any]] = {
        "window": parse_duration,
        "exclusions": lambda texts: tuple(map(exclusion, texts)),
        "days": tuple,
        "properties": tuple,
    }
    options = {
        name: given for name, given in case.items() if name in Funnel.__annotations__ and name != "steps"
    }
    converted = {name: read[name](given) if name in read else given for name, given in options.items()}
    return Funnel(steps(case["steps"]), **converted)


@pytest.fixture(scope="module")
def built() -> Iterator[Built]:
    world = FunnelWorld(AS_OF)
    for name, case in CASES.items():
        world.add(name, funnel(case), told(case["events"]))
    with world.build() as connection:
        yield connection


def column(built: Built, business: str, name: str, shown: str = "(all)") -> list[Any]:
    """A column of funnel_steps, step by step."""
    query = (
        f"select {name} from marts.funnel_steps where business_id = ? and breakdown_value = ? order by step"
    )
    return [one for (one,) in built.execute(query, [business, shown]).fetchall()]


def values(built: Built, business: str) -> dict[str, list[int]]:
    """The users of each step under each value."""
    query = "select distinct breakdown_value from marts.funnel_steps where business_id = ?"
    shown = {one for (one,) in built.execute(query, [business]).fetchall()} - {"(all)"}
    return {one: column(built, business, "users", one) for one in shown}


@pytest.mark.parametrize("name", CASES)
def test_as_many_come_to_each_step(built: Built, name: str) -> None:
    case = CASES[name]
    assert column(built, name, "users") == case["users"]
    assert values(built, name) == case.get("values", {})
    if "seconds" in case:
        assert column(built, name, "mean_seconds") == case["seconds"]


@pytest.fixture(scope="module")
def lively() -> Iterator[Built]:
    """Funnels whose values, trends, times, bots, units and open windows are looked at below."""
    plain = Funnel(steps("A B"))
    world = FunnelWorld(AS_OF)
    world.add("bots", plain, told({"ann": "A@0 B@1"}), bots=told({"bot": "A@0 B@1 B@2"}))
    tries = of_one_person({"one": "A@0", "two": "B@1", "three": "A@2 B@3"})
    world.add("sessions", Funnel(steps("A B"), unit="session"), tries)
    world.add("open", plain, told({"ann": "A@0", "bob": "A@0 B@1", "cid": "A@20d", "dan": "A@20d B@481h"}))
    world.add(
        "times", plain, told({"ann": "A B@0", "bob": "A B@10", "cid": "A B@11", "dan": "A B@14d", "eve": "A"})
    )
    world.add("weeks", Funnel(steps("A B"), window=timedelta(days=10), zone="America/New_York"), told({
        "ann": "A@-8h A@1h B@3h", "bob": "A@-7h", "cid": "A@14d B@24d", "dan": "A@25d B@26d",
        "eve": "A@25d A@25.1d",
    }))  # fmt: skip
    world.add("hours", Funnel(steps("A B"), window=timedelta(hours=1), zone="Asia/Kolkata"), told({
        "ann": "A@27.9d", "bob": "A@28d B@672.5h A@674h",
    }))  # fmt: skip
    world.add("values", Funnel(steps("A B"), properties=("x",)), told(
        {f"p{number}": f"A{{x={number}}}@0 B@1" for number in range(27)} | {"q": "A{x=26}"}
    ))  # fmt: skip
    with world.build() as connection:
        yield connection


def of_one_person(sessions: dict[str, str]) -> list[Event]:
    return [Event(each.id, each.name, each.at, "ann", each.session) for each in told(sessions)]


def test_bots_are_not_counted(lively: Built) -> None:
    assert column(lively, "bots", "users") == [1, 1]


def test_a_session_is_a_unit_of_its_own(lively: Built) -> None:
    assert column(lively, "sessions", "users") == [2, 1]


def test_of_27_values_the_25_with_most_users_are_shown_and_the_rest_is_other(lively: Built) -> None:
    shown = {str(number): [1, 1] for number in range(26) if number not in (8, 9)}
    assert values(lively, "values") == shown | {"26": [2, 1], "Other": [2, 2]}


def test_open_windows_stand_beside_the_raw_rate(lively: Built) -> None:
    assert column(lively, "open", "users") == [4, 2]
    assert column(lively, "open", "conversion_from_first") == [1.0, 0.5]
    assert column(lively, "open", "still_open") == [0, 1]
    assert column(lively, "open", "matured") == [2, 2]
    assert column(lively, "open", "matured_users") == [2, 1]
    assert column(lively, "open", "matured_conversion") == [1.0, 0.5]


def test_rates_have_wilson_intervals(lively: Built) -> None:
    assert column(lively, "open", "rate_low")[1] == 0.150039
    assert column(lively, "open", "rate_high")[1] == 0.849961


def test_times_to_convert_fall_into_spans_whose_end_is_in_them(lively: Built) -> None:
    query = (
        "select from_seconds, to_seconds, users, share from marts.funnel_times where business_id = 'times'"
    )
    rows = lively.execute(f"{query} order by 1").fetchall()
    assert rows[:3] == [(0, 10, 2, 0.5), (10, 60, 1, 0.25), (60, 300, 0, 0.0)]
    assert rows[-1] == (604_800, 1_209_600, 1, 0.25)


def test_weeks_of_entry_are_local_and_none_is_missing(lively: Built) -> None:
    columns = "week_start, entered, completed, rate, is_complete"
    query = f"select {columns} from marts.funnel_weeks where business_id = 'weeks' order by 1"
    assert lively.execute(query).fetchall() == [
        (date(2026, 2, 23), 1, 1, 1.0, True),
        (date(2026, 3, 2), 2, 1, 0.5, True),
        (date(2026, 3, 9), 0, 0, None, True),
        (date(2026, 3, 16), 1, 1, 1.0, False),
        (date(2026, 3, 23), 2, 1, 0.5, False),
        (date(2026, 3, 30), 0, 0, None, False),
    ]


MONTHS = [(datetime(2026, 3, 1), 2, 1, False)]
DAYS = [(datetime(2026, 3, 30), 2, 1, True), (datetime(2026, 3, 31), 0, 0, False)]
HOURS = [
    (datetime(2026, 3, 30, 15), 1, 0, True),
    (datetime(2026, 3, 30, 16), 0, 0, True),
    (datetime(2026, 3, 30, 17), 1, 1, True),
    (datetime(2026, 3, 30, 18), 0, 0, True),
    (datetime(2026, 3, 30, 19), 1, 0, True),
    (datetime(2026, 3, 30, 20), 0, 0, True),
]


@pytest.mark.parametrize(("period", "rows"), [("month", MONTHS), ("day", DAYS), ("hour", HOURS)])
def test_trends_by_period_hold_the_empty_ones(
    lively: Built, period: str, rows: list[tuple[Any, ...]]
) -> None:
    query = """
        select period_start, entered, completed, is_complete from marts.funnel_trends
        where business_id = 'hours' and period = ? order by 1
    """
    assert lively.execute(query, [period]).fetchall()[: len(rows)] == rows
