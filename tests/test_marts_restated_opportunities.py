"""The figures of opportunities once more, in plain Python: SQL and Python must come to the same rows."""

import random
import tempfile
from collections import defaultdict
from datetime import timedelta
from statistics import median
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.plain_figures import local_day, ratio, rounded, total, wilson
from benchmarks.random_rows import AS_OF, BUSINESSES, conversions, opportunities
from benchmarks.raw_layer import Row
from benchmarks.small_marts import Layer, Table, table

WINDOWS = (7, 28, 30, 90, 365, None)
KEY = ["business_id", "dimension", "value", "window_days"]
FIGURES = [
    "opportunities", "conversions", "conversion_rate", "rate_low", "rate_high", "revenue_minor",
    "median_response_hours", "conversions_in_other_currencies",
]  # fmt: skip
CURRENCIES = {business["business_id"]: business["currency"] for business in BUSINESSES}


def conversion(leads: list[Row], recorded: list[Row]) -> Table:
    """What opportunity_conversion says of each source and window, and of all sources together."""
    marks = {row["opportunity_id"]: row for row in recorded}
    groups = defaultdict(list)
    for lead in (outcome(lead, marks.get(lead["opportunity_id"])) for lead in leads):
        for dimension, value in (("all", "all"), ("source", lead["source"])):
            for window in WINDOWS:
                groups[lead["business_id"], dimension, value, window].append(lead)
    return {key: counted(key[0], key[3], group) for key, group in groups.items()}


def outcome(lead: Row, mark: Row | None) -> Row:
    won = mark is not None or lead["status"] == "won"
    source = mark if mark is not None and mark["revenue_minor"] is not None else lead
    paid = source["revenue_minor"] if won else None
    return lead | {"won": won, "revenue": paid, "paid_in": source["currency"]}


def counted(business_id: str, window: int | None, leads: list[Row]) -> tuple[Any, ...]:
    today, home = local_day(business_id, AS_OF), CURRENCIES[business_id]
    ages = [(lead, (today - local_day(business_id, lead["created_at"])).days) for lead in leads]
    own = [lead for lead, age in ages if window is None or 1 <= age <= window]
    won = [lead for lead in own if lead["won"]]
    answered = [lead for lead in own if lead["responded_at"] and lead["responded_at"] >= lead["created_at"]]
    wait = [(lead["responded_at"] - lead["created_at"]).total_seconds() for lead in answered]
    return (
        len(own), len(won), ratio(len(won), len(own)), *wilson(len(won), len(own)),
        total(lead["revenue"] for lead in won if lead["paid_in"] == home) or 0,
        rounded(median(wait) / 3600) if wait else None, sum(lead["paid_in"] != home for lead in won),
    )  # fmt: skip


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000))
def test_sql_and_plain_python_come_to_the_same_figures_of_opportunities(seed: int) -> None:
    draw = random.Random(seed)
    leads = opportunities(draw, 40)
    recorded = conversions(draw, leads)
    with tempfile.TemporaryDirectory() as folder:
        layer = Layer(folder)
        layer.take("opportunities", "opportunities", leads, AS_OF - timedelta(days=1))
        layer.take("opportunities", "conversions", recorded, AS_OF)
        with layer.built(AS_OF) as marts:
            found = table(marts, "opportunity_conversion where dimension in ('all', 'source')", KEY, FIGURES)
            assert found == conversion(leads, recorded)
