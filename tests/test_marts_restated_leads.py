"""Leads of random businesses once more in plain Python: which origin counts, when won, what they brought."""

import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.plain_figures import rounded
from tests.product_marts import LEADS, Row, built, business, event

AS_OF, WINDOW, BUSINESSES = datetime(2027, 1, 1), timedelta(days=30), 40
DAY = timedelta(days=1)


def moment(draw: random.Random) -> datetime:
    """One of a few moments, so that two things often come at once."""
    return AS_OF - draw.randrange(60) * DAY


def opportunity(draw: random.Random, number: int) -> Row:
    won = draw.random() < 0.5
    return {
        "opportunity_id": f"lead {number}", "source": draw.choice(("email", "web")),
        "created_at": moment(draw),
        "subject_key": draw.choice((None, *(f"mail {person}" for person in range(4)))), "is_converted": won,
        "converted_at": draw.choice((None, moment(draw))) if won else None,
        "revenue_minor": draw.choice((None, 500)) if won else None,
        "currency": draw.choice(("EUR", "USD")) if won else None,
    }  # fmt: skip


def sale(draw: random.Random) -> Row:
    return {
        "person_key": f"person {draw.randrange(5)}", "occurred_at": moment(draw),
        "kind": draw.choice(("payment", "refund", "failed")), "reporting_minor": draw.choice((None, 70)),
    }  # fmt: skip


def people(opportunities: list[Row]) -> Iterator[tuple[str | None, Row]]:
    """Each opportunity with its person; of three addresses out of four it is known whose they are."""
    for each in opportunities:
        subject = each["subject_key"]
        known = subject is not None and subject != "mail 3"
        yield subject.replace("mail", "person") if known else subject, each


def leads(
    opportunities: list[Row], assessments: list[Row], payments: list[Row]
) -> dict[str, tuple[Any, ...]]:
    """By id: when it came, whether and when it was won, and what it brought."""
    asked, assessed, found = defaultdict(list), defaultdict(list), {}
    for person, each in people(opportunities):
        asked[person].append(each)
    for each in assessments:
        assessed[each["person_key"]].append(each["occurred_at"])
    for person, own in asked.items():
        first = min(each["created_at"] for each in own)
        if person is None or not assessed[person] or min(assessed[person]) >= first:
            for each in own:
                figures = each["is_converted"], each["converted_at"], each["revenue_minor"], each["currency"]
                found[each["opportunity_id"]] = ("opportunity", each["created_at"], *figures)
    for person, moments in assessed.items():
        own = asked.get(person, [])
        if moments and not any(each["created_at"] <= min(moments) for each in own):
            found[f"calculator:{person}"] = (
                "calculator",
                min(moments),
                *outcome(person, min(moments), own, payments),
            )
    return found


def outcome(person: str, since: datetime, own: list[Row], payments: list[Row]) -> tuple[Any, ...]:
    """Whether a lead of the calculator was won, when, and what it brought."""
    moved = [
        each for each in payments
        if each["person_key"] == person and each["occurred_at"] >= since and each["kind"] != "failed"
    ]  # fmt: skip
    paid = [each["occurred_at"] for each in moved if each["kind"] == "payment"]
    won = [each for each in own if each["is_converted"]]
    if not paid and not won:
        return False, None, None, None
    times = [*paid, *(each["converted_at"] for each in won if each["converted_at"])]
    of_opportunities = [each["revenue_minor"] for each in won if each["currency"] == "EUR"]
    amounts = [each["reporting_minor"] for each in moved] if paid else of_opportunities
    known = [amount for amount in amounts if amount is not None]
    return True, min(times, default=None), sum(known) if known else None, "EUR"


def days(created_at: datetime, converted_at: datetime | None) -> float | None:
    late = converted_at is not None and converted_at >= created_at
    return rounded((converted_at - created_at) / DAY) if late and converted_at else None


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 100_000))
def test_sql_and_plain_python_come_to_the_same_leads(seed: int) -> None:
    draw, wanted = random.Random(seed), {}
    inputs: dict[str, list[Row]] = defaultdict(list)
    for number in range(BUSINESSES):
        own = {"business_id": f"business {number}"}
        opportunities = [opportunity(draw, place) for place in range(draw.randrange(6))]
        names = [f"person {draw.randrange(5)}" for _ in range(draw.randrange(6))]
        assessments = [event("assessment_submitted", name, moment(draw)) for name in names]
        payments = [sale(draw) for _ in range(draw.randrange(6))]
        inputs["marts.dim_businesses"].append(business(as_of=AS_OF) | own)
        inputs["staging.stg_config__businesses"].append(business(as_of=AS_OF) | own)
        inputs["marts.fct_opportunities"] += [each | own for each in opportunities]
        inputs["marts.fct_events"] += [
            each | own | {"event_id": str(place)} for place, each in enumerate(assessments)
        ]
        inputs["marts.fct_payments"] += [each | own for each in payments]
        inputs["intermediate.int_people"] += [
            own | {"subject_key": f"mail {person}", "person_key": f"person {person}"} for person in range(3)
        ]
        for key, lead in leads(opportunities, assessments, payments).items():
            matured = lead[1] + WINDOW <= AS_OF
            wanted[own["business_id"], key] = (*lead, matured, days(lead[1], lead[3]))
    with built(LEADS, inputs) as marts:
        found = marts.execute(
            "select business_id, lead_id, origin, created_at, is_converted, converted_at, revenue_minor, "
            "currency, is_matured, days_to_convert from marts.fct_leads"
        ).fetchall()
    assert {row[:2]: row[2:] for row in found} == wanted
