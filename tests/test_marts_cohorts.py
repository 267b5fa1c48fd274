"""Cohorts by hand: the published example, calendars, clocks that change, what is unfinished, Kaplan-Meier."""

import random
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.product_marts import COHORTS, Row, built, business, event

DAYS = (1, 3, 7, 14, 30, 60, 90)


def cohort(period: str, kind: str = "first_time", periods: int = 6) -> Row:
    return {
        "business_id": "acme", "cohort_id": "c", "entry_event": "open", "return_event": "submit",
        "period": period, "kind": kind, "periods": periods,
    }  # fmt: skip


def cells(acme: Row, spec: Row, events: list[Row], columns: str) -> list[Any]:
    """The named columns of cohort_retention without its averages, in the order of cohorts and ages."""
    inputs = {
        "staging.stg_config__businesses": [acme],
        "staging.stg_config__cohorts": [spec],
        "marts.fct_events": events,
    }
    with built(COHORTS, inputs) as marts:
        query = f"select {columns} from marts.cohort_retention where cohort_start is not null"
        return marts.execute(f"{query} order by period_number, age").fetchall()


def ages(acme: Row, spec: Row, events: list[Row]) -> list[int]:
    """The ages after 0 at which somebody came back."""
    return [age for age, users in cells(acme, spec, events, "age, users_on") if users and age]


def test_on_a_day_against_on_it_or_later_as_published_in_posthog_issue_13748() -> None:
    monday = datetime(2026, 3, 2, 12)
    events = [event("open", person, monday) for person in ("ada", "bo", "cy")]
    events += [
        event("submit", "ada", monday + timedelta(days=1)),
        event("submit", "bo", monday + timedelta(days=5)),
        event("submit", "cy", monday + timedelta(hours=1)),
    ]
    found = cells(business(), cohort("day"), events, "rate, rate_on_or_later")
    assert [int(100 * rate) for rate, _ in found] == [100, 33, 0, 0, 0, 33, 0]
    assert [int(100 * rate) for _, rate in found] == [100, 66, 33, 33, 33, 33, 0]


@pytest.mark.parametrize(
    ("period", "zone", "opened", "submitted", "age"),
    [
        ("hour", "America/New_York", datetime(2026, 3, 8, 6, 30), datetime(2026, 3, 8, 7, 10), 1),
        ("hour", "America/New_York", datetime(2026, 11, 1, 5, 30), datetime(2026, 11, 1, 6, 10), 1),
        ("hour", "Asia/Kolkata", datetime(2026, 3, 8, 6, 29), datetime(2026, 3, 8, 6, 31), 1),
        ("hour", "Asia/Kolkata", datetime(2026, 3, 8, 6, 31), datetime(2026, 3, 8, 8, 29), 1),
        ("day", "America/New_York", datetime(2026, 3, 8, 4, 30), datetime(2026, 3, 9, 4, 10), 2),
        ("day", "America/New_York", datetime(2026, 11, 1, 4, 0), datetime(2026, 11, 2, 4, 59), None),
        ("day", "Pacific/Auckland", datetime(2026, 3, 7, 10, 59), datetime(2026, 3, 7, 11, 0), 1),
        ("week", "UTC", datetime(2026, 3, 8, 23), datetime(2026, 3, 9, 1), 1),
        ("week", "UTC", datetime(2026, 3, 9, 1), datetime(2026, 3, 15, 23), None),
        ("month", "UTC", datetime(2026, 1, 31), datetime(2026, 2, 28), 1),
        ("month", "UTC", datetime(2026, 2, 1), datetime(2026, 2, 28, 23), None),
        ("month", "UTC", datetime(2026, 12, 31, 23), datetime(2027, 1, 1), 1),
        ("month", "Europe/Berlin", datetime(2026, 1, 31, 22, 59), datetime(2026, 1, 31, 23, 0), 1),
    ],
)
def test_periods_are_those_of_the_calendar_and_clock_of_the_business(
    period: str, zone: str, opened: datetime, submitted: datetime, age: int | None
) -> None:
    acme = business(zone, as_of=datetime(2027, 8, 1))
    events = [event("open", "ada", opened, zone), event("submit", "ada", submitted, zone)]
    assert ages(acme, cohort(period), events) == ([] if age is None else [age])


def test_the_business_says_on_which_weekday_its_weeks_start() -> None:
    saturday, sunday = datetime(2026, 3, 7, 12), datetime(2026, 3, 8, 12)
    events = [event("open", "ada", saturday), event("submit", "ada", sunday)]
    assert ages(business(week_starts="monday"), cohort("week"), events) == []
    assert ages(business(week_starts="sunday"), cohort("week"), events) == [1]
    (start, *_), *_ = cells(business(week_starts="sunday"), cohort("week"), events, "cohort_start")
    assert start == datetime(2026, 3, 1)


def test_a_zero_in_a_period_that_is_not_over_is_no_zero() -> None:
    acme = business("America/New_York", as_of=datetime(2026, 3, 5, 4, 59))
    opened = datetime(2026, 3, 2, 12)
    events = [
        event("open", "ada", opened, "America/New_York"),
        event("submit", "ada", datetime(2026, 3, 5), "America/New_York"),
    ]
    found = cells(acme, cohort("day", periods=3), events, "age, users_on, rate, is_complete")
    assert found == [(0, 1, 1.0, True), (1, 0, 0.0, True), (2, 1, None, False), (3, 0, None, False)]


def test_the_first_entry_ever_is_looked_for_before_everything_and_recurring_members_come_again() -> None:
    weeks = [datetime(2026, 3, 2, 12) + timedelta(weeks=week) for week in range(3)]
    events = [event("open", "ada", week) for week in weeks] + [event("submit", "ada", weeks[2])]
    first = cells(business(), cohort("week", periods=2), events, "cohort_start, age, users_on")
    assert [each for each in first if each[1] == 0] == [(datetime(2026, 3, 2), 0, 1)]
    again = cells(business(), cohort("week", "recurring", 2), events, "age, users_on")
    assert again == [(0, 1), (1, 0), (2, 1), (0, 1), (1, 1), (2, 0), (0, 1), (1, 0), (2, 0)]


def kaplan_meier(lives: list[tuple[float, bool]], until: float) -> float:
    """1 - S(t) of Kaplan and Meier (1958), from how long each was seen and whether they converted then."""
    alive = 1.0
    for moment in sorted({time for time, converted in lives if converted and time <= until}):
        at_risk = sum(time >= moment for time, _ in lives)
        alive *= 1 - sum(time == moment and converted for time, converted in lives) / at_risk
    return 1 - alive


def test_the_share_of_the_matured_agrees_with_the_estimate_of_kaplan_and_meier() -> None:
    draw, as_of = random.Random(13), datetime(2026, 6, 1)
    events, lives, matured = [], [], []
    for number in range(1_500):
        opened = as_of - timedelta(days=draw.uniform(0, 120))
        wait = timedelta(days=draw.expovariate(1 / 25)) if draw.random() < 0.4 else timedelta(days=999)
        events.append(event("open", f"person {number}", opened))
        if opened + wait <= as_of:
            events.append(event("submit", f"person {number}", opened + wait))
        lives.append((min(wait, as_of - opened) / timedelta(days=1), opened + wait <= as_of))
        matured.append((as_of - opened) / timedelta(days=1))
    inputs = {
        "staging.stg_config__businesses": [business(as_of=as_of)],
        "staging.stg_config__cohorts": [cohort("month")],
        "marts.fct_events": events,
    }
    with built(COHORTS, inputs) as marts:
        found = marts.execute(
            "select day_n, matured, rate, rate_low, rate_high from marts.cohort_conversion "
            "where cohort_start is null order by day_n"
        ).fetchall()
    assert [(day, units) for day, units, *_ in found] == [
        (day, sum(age >= day for age in matured)) for day in DAYS
    ]
    for day, _, rate, low, high in found:
        assert abs(rate - kaplan_meier(lives, day)) < 0.04
        assert low < kaplan_meier(lives, day) < high
    old = [life for life, age in zip(lives, matured, strict=True) if age >= 90]
    assert found[-1][2] == pytest.approx(kaplan_meier(old, 90), abs=1e-6)
