"""Cohorts of thousands of random businesses: SQL and plain Python must come to the same rows."""

import random
from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.plain_figures import ratio, total, wilson
from tests.cohort_restatement import WEEKDAYS, Cohort, conversion, retention
from tests.product_marts import COHORTS, Row, built, local, text_of

BUSINESSES = 100
ZONES = ("America/New_York", "Europe/Berlin", "Asia/Kolkata", "Pacific/Auckland", "America/Sao_Paulo", "UTC")
# Clocks change, months of 28, 30 and 31 days end, and a year does.
EDGES = [
    datetime(2026, 3, 8, 7), datetime(2026, 3, 29, 1), datetime(2026, 10, 25, 1), datetime(2026, 11, 1, 6),
    datetime(2026, 2, 28, 23), datetime(2026, 12, 31, 23), datetime(2026, 4, 4, 14), datetime(2027, 3, 1),
]  # fmt: skip
SPAN = {"hour": 80, "day": 14 * 24, "week": 60 * 24, "month": 200 * 24}
EVENTS, COUNTRIES = ("open", "submit", "pay"), ("NZ", "DE", None)


def an_event(draw: random.Random, edge: datetime, hours: int) -> Row:
    anywhere = timedelta(seconds=draw.randrange(-hours * 1_800, hours * 1_800))
    near = timedelta(minutes=30 * draw.randrange(-8, 8), seconds=draw.choice((0, 0, -1)))
    return {
        "event": draw.choice(EVENTS),
        "person": f"person {draw.randrange(4)}",
        "occurred_at": edge + draw.choice((anywhere, anywhere, near)),
        "country": draw.choice(COUNTRIES),
        "properties": draw.choice(({}, {"step": 1}, {"step": 2, "a b": "x"}, {"step": None})),
        "is_bot": draw.random() < 0.05,
    }


def a_payment(draw: random.Random, edge: datetime, hours: int) -> Row:
    return {
        "person": f"person {draw.randrange(5)}",
        "occurred_at": edge + timedelta(seconds=draw.randrange(-hours * 1_800, hours * 1_800)),
        "kind": draw.choice(("payment", "payment", "refund", "failed")),
        "reporting_minor": draw.choice((None, draw.randrange(-900, 5_000))),
    }


def a_filter(draw: random.Random) -> tuple[str, dict[str, list[str]]]:
    wanted = draw.choice(
        ({}, {}, {"step": ["1"]}, {"country": ["DE", "NZ"], "step": ["1", "2"]}, {"a b": ["x"]})
    )
    return draw.choice((*EVENTS, "*")), wanted


def a_business(seed: int) -> tuple[Cohort, list[Row], list[Row], datetime]:
    draw = random.Random(seed)
    period = draw.choice(list(SPAN))
    periods = 70 if period == "hour" and draw.random() < 0.3 else draw.randrange(1, 9)
    cohort = Cohort(
        a_filter(draw), a_filter(draw), period, draw.choice(("first_time", "recurring")), periods,
        draw.choice(ZONES), draw.choice(WEEKDAYS),
    )  # fmt: skip
    edge, hours = draw.choice(EDGES), SPAN[cohort.period]
    events = [an_event(draw, edge, hours) for _ in range(draw.randrange(30))]
    payments = [a_payment(draw, edge, hours) for _ in range(draw.choice((0, 6)))]
    return cohort, events, payments, edge + timedelta(hours=draw.randrange(hours))


def rows(
    number: int, cohort: Cohort, events: list[Row], payments: list[Row], as_of: datetime
) -> dict[str, list[Row]]:
    """The business as the models read it."""
    own = {"business_id": f"business {number}"}
    (entry, entering), (returned, returning) = cohort.entry, cohort.returning
    conditions = [
        own | {"owner": owner, "owner_id": "c", "number": 1, "property": name, "value": value}
        for owner, wanted in (("cohort_entry", entering), ("cohort_return", returning))
        for name, values in wanted.items()
        for value in values
    ]
    return {
        "staging.stg_config__businesses": [own | {
            "timezone": cohort.timezone, "week_starts": cohort.week_starts, "currency": "EUR", "as_of": as_of,
            "local_today": local(as_of, cohort.timezone).date(),
        }],
        "staging.stg_config__cohorts": [own | {
            "cohort_id": "c", "entry_event": entry, "return_event": returned, "period": cohort.period,
            "kind": cohort.kind, "periods": cohort.periods,
        }],
        "staging.stg_config__conditions": conditions,
        "marts.fct_events": [
            own | event | {
                "event_id": str(place), "person_key": event["person"],
                "properties": text_of(event["properties"]),
                "local_date": local(event["occurred_at"], cohort.timezone).date(),
                "session_date": (local(event["occurred_at"], cohort.timezone) - timedelta(hours=4)).date(),
            }
            for place, event in enumerate(events)
        ],
        "marts.fct_payments": [
            own | payment | {
                "person_key": payment["person"], "entry_id": str(place),
                "local_date": local(payment["occurred_at"], cohort.timezone).date(),
            }
            for place, payment in enumerate(payments)
        ],
    }  # fmt: skip


def named(start: datetime) -> tuple[datetime, int | None]:
    """A cohort's start as the marts tell it; an hour has a number as well, as it may come twice a night."""
    hour = -int(-start.timestamp() // 3_600) if start.tzinfo else None
    return start.replace(tzinfo=None, fold=0), hour


def wanted_retention(
    number: int, cohort: Cohort, events: list[Row], payments: list[Row], as_of: datetime
) -> Any:
    return {
        (f"business {number}", *named(start), age): (
            size, on, later, value, over,
            *((ratio(on, size), *wilson(on, size), ratio(later, size)) if over else (None,) * 4),
        )
        for (start, age), (size, on, later, value, over) in retention(cohort, events, payments, as_of).items()
    }  # fmt: skip


def wanted_conversion(number: int, cohort: Cohort, events: list[Row], as_of: datetime) -> Any:
    return {
        (f"business {number}", *named(start), days): (
            size, mature, done, ratio(done, mature), *wilson(done, mature)
        )
        for (start, days), (size, mature, done) in conversion(cohort, events, as_of).items()
    }  # fmt: skip


def averages(retained: dict[Any, Any]) -> dict[tuple[str, int], tuple[Any, ...]]:
    """All cohorts of a business together, by age: only what is over."""
    complete = defaultdict(list)
    for (business_id, *_, age), (*figures, is_over) in ((key, cell[:5]) for key, cell in retained.items()):
        if is_over:
            complete[business_id, age].append(figures)
    sums = {key: [total(each) for each in zip(*cells, strict=True)] for key, cells in complete.items()}
    return {
        key: (size, on, later, value, ratio(on, size), *wilson(on, size))
        for key, (size, on, later, value) in sums.items()
    }


RETENTION = """
select business_id, cohort_start,
    case when period = 'hour' then period_number end as hour, age,
    cohort_size, users_on, users_on_or_later, value_minor, is_complete,
    rate, rate_low, rate_high, rate_on_or_later
from marts.cohort_retention where cohort_start is not null
"""
AVERAGES = """
select business_id, age, cohort_size, users_on, users_on_or_later, value_minor, rate, rate_low, rate_high
from marts.cohort_retention where cohort_start is null
"""
CONVERSION = """
select business_id, cohort_start,
    case when period = 'hour' then period_number end as hour, day_n,
    cohort_size, matured, converted, rate, rate_low, rate_high
from marts.cohort_conversion where cohort_start is not null
"""


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1_000_000))
def test_sql_and_plain_python_come_to_the_same_cohorts(seed: int) -> None:
    businesses = [a_business(seed * BUSINESSES + number) for number in range(BUSINESSES)]
    inputs: dict[str, list[Row]] = {}
    retained, converted = {}, {}
    for number, (cohort, all_events, payments, as_of) in enumerate(businesses):
        for name, own in rows(number, cohort, all_events, payments, as_of).items():
            inputs.setdefault(name, []).extend(own)
        events = [event for event in all_events if not event["is_bot"]]
        retained |= wanted_retention(number, cohort, events, payments, as_of)
        converted |= wanted_conversion(number, cohort, events, as_of)
    with built(COHORTS, inputs) as marts:
        assert {row[:4]: row[4:] for row in marts.execute(RETENTION).fetchall()} == retained
        assert {row[:2]: row[2:] for row in marts.execute(AVERAGES).fetchall()} == averages(retained)
        assert {row[:4]: row[4:] for row in marts.execute(CONVERSION).fetchall()} == converted
