"""Funnel marts against a plain restatement of the definitions, over thousands of random funnels."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.funnel_parts import Event, Exclusion, Funnel, Step
from tests.funnel_restatement import ALL, Figures, report, weeks
from tests.funnel_world import FunnelWorld

START, AS_OF = datetime(2026, 3, 7, 20), datetime(2026, 3, 20)
WORLDS = 400
SECONDS = (1, 60, 300, 3600, 3 * 3600, 86400, 14 * 86400, 900_000 * 86400)
ZONES = ("UTC", "America/New_York", "Asia/Kolkata")
World = tuple[Funnel, list[Event]]
COLUMNS = """
    entered, users, still_open, matured, matured_users,
    median_seconds, mean_seconds, p10_seconds, p90_seconds
"""


def random_where(draw: Random) -> dict[str, list[Any]]:
    if draw.random() < 0.6:
        return {}
    return {draw.choice("xy"): draw.sample([0, 1, 2, "a", True], draw.choice([1, 1, 2]))}


def random_steps(draw: Random) -> tuple[Step, ...]:
    names = "AABBCD*" if draw.random() < 0.3 else "ABCD"
    return tuple(
        Step(
            draw.choice(names),
            random_where(draw),
            optional=number > 0 and draw.random() < 0.2,
            first_time=draw.choice([None] * 6 + ["ever", "matching"]),
        )
        for number in range(draw.choice([2, 2, 3, 3, 3, 4]))
    )


def random_exclusion(draw: Random, steps: int) -> Exclusion:
    first = draw.randint(1, steps - 1)
    return Exclusion(Step(draw.choice("ABCDX"), random_where(draw)), first, draw.randint(first + 1, steps))


def random_days(draw: Random) -> tuple[date, date] | None:
    first = date(2026, 3, 7) + timedelta(days=draw.randint(0, 2))
    return (first, first + timedelta(days=draw.randint(0, 2))) if draw.random() < 0.3 else None


def random_funnel(draw: Random) -> Funnel:
    steps = random_steps(draw)
    attribution = draw.choice(["first_touch", "last_touch", "step", "all_events"])
    return Funnel(
        steps,
        order=draw.choice(["ordered", "ordered", "strict", "unordered"]),
        window=timedelta(seconds=draw.choice(SECONDS)),
        clip_to_range=draw.random() < 0.5,
        days=random_days(draw),
        unit=draw.choice(["user", "user", "session"]),
        exclusions=tuple(random_exclusion(draw, len(steps)) for _ in range(draw.choice([0, 0, 0, 1, 1, 2]))),
        properties=tuple(draw.sample(["x", "y", "source"], draw.choice([0, 0, 1, 1, 2]))),
        attribution=attribution,
        attribution_step=draw.randint(1, len(steps)) if attribution == "step" else None,
        at=draw.choice(["event", "event", "user"]),
        zone=draw.choice(ZONES),
    )


def random_events(draw: Random) -> list[Event]:
    """Up to four people on a coarse grid of moments, so that ties and ends of windows are met often."""
    grain = draw.choice([1, 30, 60, 600, 3600, 6 * 3600])
    return [
        Event(
            f"e{person}-{draw.randint(0, 10**9)}",
            draw.choice("AABBCCDX"),
            START + timedelta(seconds=grain * draw.randint(0, 10), microseconds=draw.choice([0, 0, 0, 1])),
            f"p{person}",
            f"p{person}-{draw.randint(0, 1)}",
            random_properties(draw),
        )
        for person in range(draw.randint(1, 4))
        for _ in range(draw.randint(0, 12))
    ]


def random_properties(draw: Random) -> dict[str, Any]:
    choices = {"x": [0, 1, 2, "a", "", True, None], "y": [0, 1, "a"], "source": ["google", "mail", ""]}
    return {name: draw.choice(values) for name, values in choices.items() if draw.random() < 0.55}


def shown(built: duckdb.DuckDBPyConnection) -> dict[str, dict[tuple[str, int], tuple[Any, ...]]]:
    """What the mart says, by business, value and step."""
    found: dict[str, dict[tuple[str, int], tuple[Any, ...]]] = {}
    for business, value, step, *figures in built.execute(
        f"select business_id, breakdown_value, step, {COLUMNS} from marts.funnel_steps"
    ).fetchall():
        found.setdefault(business, {})[value, step] = close(figures)
    return found


def shown_weeks(built: duckdb.DuckDBPyConnection, business: str) -> dict[date, tuple[int, int]]:
    query = (
        "select week_start, entered, completed from marts.funnel_weeks where business_id = ? and entered > 0"
    )
    return {
        week: (entered, completed) for week, entered, completed in built.execute(query, [business]).fetchall()
    }


def restated(funnel: Funnel, events: list[Event]) -> dict[tuple[str, int], tuple[Any, ...]]:
    """What the mart should say."""
    found = report(funnel, events, AS_OF)
    cells = [
        (value, step)
        for value in {ALL, *(value for value, _ in found)}
        for step in range(1, len(funnel.steps) + 1)
    ]
    return {(value, step): figures(found, value, step) for value, step in cells}


def figures(found: dict[tuple[str, int], Figures], value: str, step: int) -> tuple[Any, ...]:
    entries, cell = found.get((value, 1), Figures()), found.get((value, step), Figures())
    still_open = (entries.users - entries.matured_users) - (cell.users - cell.matured_users)
    waits = sorted(cell.seconds)
    mean = sum(waits) / len(waits) if waits else None
    counts = (entries.users, cell.users, still_open, entries.matured_users, cell.matured_users)
    return close([*counts, quantile(waits, 0.5), mean, quantile(waits, 0.1), quantile(waits, 0.9)])


def quantile(values: list[float], share: float) -> float | None:
    if not values:
        return None
    place = (len(values) - 1) * share
    low = values[int(place)]
    high = values[min(int(place) + 1, len(values) - 1)]
    return low + (high - low) * (place - int(place))


def close(values: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(round(value, 4) if isinstance(value, float) else value for value in values)


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 2**32))
def test_the_marts_are_what_the_definitions_say(seed: int) -> None:
    draw = Random(seed)
    worlds: dict[str, World] = {f"b{n}": (random_funnel(draw), random_events(draw)) for n in range(WORLDS)}
    world = FunnelWorld(AS_OF)
    for business, (funnel, events) in worlds.items():
        world.add(business, funnel, events)
    with world.build() as built:
        told = shown(built)
        wrong = [
            (funnel, sorted(events, key=lambda event: (event.person, event.at)))
            for business, (funnel, events) in worlds.items()
            if told[business] != restated(funnel, events)
            or shown_weeks(built, business) != weeks(funnel, events, first_weekday=0)
        ]
    assert min(wrong, key=lambda one: len(one[1]), default=None) is None
