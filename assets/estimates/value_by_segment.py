"""The asset `estimates/value_by_segment`: what customers of a segment have brought at the same age."""

from typing import Any

import dagster as dg
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assets.estimates import segments, tables
from assets.estimates.segments import Segment
from assets.estimates.tables import figure, number, text, whole
from assets.statistics.clusters import Ints
from assets.statistics.distributions import normal_quantile
from assets.statistics.proportions import Interval
from assets.statistics.resampling import bootstrap_mean, generator
from warehouse.resources import Warehouse

AGES = (30, 60, 90, 180, 365)
VALUES = (
    "business_id", "person_key", "currency", "age_days", "unconverted_entries",
    *(f"net_{days}" for days in AGES),
)  # fmt: skip
MOST_DRAWN = 10_000
SCHEMA = tables.mart(
    "One row per business, segment, value and age: what customers of the segment had brought so many days "
    "after their first payment, over those who have reached that age. Intervals are 95 %.",
    [
        text("business_id", "The business."),
        text("segment", f"{segments.DESCRIPTION} or cohort_month (of the first payment)."),
        text("value", "The source, channel and so on; all; (none) where it is not known."),
        whole("age_days", "Days of 24 hours after the first payment: 30, 60, 90, 180 or 365."),
        whole("customers", "Customers who have reached the age and whose payments could all be converted."),
        number("mean_minor", "Mean of what they had brought net of refunds and disputes, minor units."),
        number("median_minor", "Median of the same."),
        number("mean_low", "Lower end of the mean's interval (bootstrap); NULL with under five above 0."),
        number("mean_high", "Upper end of the mean's interval (bootstrap); NULL with under five above 0."),
        number("zero_share", "Share of them who had brought nothing in the end, 0..1."),
        text("currency", "The business's currency, ISO 4217."),
        whole("unconverted_customers", "Customers of the age who are left out: a payment has no rate."),
    ],
)


def estimate(values: pa.Table, customers: pa.Table) -> pa.Table:
    """All segments of every business, from customer_values and dim_customers in any order of rows."""
    known = dict(segments.by_business(customers))
    rows = [
        row
        for business_id, mine in segments.by_business(values)
        for row in _rows(business_id, mine.sort_by("person_key"), known[business_id])
    ]
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def _rows(business_id: str, values: pa.Table, customers: pa.Table) -> list[dict[str, Any]]:
    apart = segments.of_persons(values["person_key"].to_pylist(), customers, tuple(segments.COLUMNS))
    convertible = _whole(values["unconverted_entries"]) == 0
    currency = values["currency"][0].as_py()
    rows = []
    for days in AGES:
        of_age = _whole(values["age_days"]) >= days
        brought = _whole(values[f"net_{days}"])
        for segment in apart:
            members = segment.members[of_age[segment.members]]
            counted = members[convertible[members]]
            head = {"business_id": business_id, "currency": currency, "age_days": days}
            row = head | _figures(business_id, days, segment, brought[counted])
            rows += [row | {"unconverted_customers": len(members) - len(counted)}] if len(members) else []
    return rows


def _whole(column: pa.ChunkedArray) -> Ints:
    """The numbers of a column; where there is none it is a customer without a payment, who has no age."""
    return np.asarray(pc.fill_null(column, -1).to_numpy(), dtype=np.int64)


def _figures(business_id: str, days: int, segment: Segment, brought: Ints) -> dict[str, Any]:
    names = {"segment": segment.segment, "value": segment.value, "customers": len(brought)}
    if not len(brought):
        return names
    random = generator(business_id, "value_by_segment", segment.segment, segment.value, str(days))
    interval = _interval(brought, random)
    return names | {
        "mean_minor": figure(brought.mean()),
        "median_minor": figure(float(np.median(brought))),
        "mean_low": figure(interval.low if interval else None),
        "mean_high": figure(interval.high if interval else None),
        "zero_share": figure(float(np.mean(brought <= 0))),
    }


def _interval(brought: Ints, random: np.random.Generator) -> Interval | None:
    """By the bootstrap; of very many customers by the normal distribution, which by then says the same."""
    if len(brought) <= MOST_DRAWN:
        return bootstrap_mean(brought[brought != 0], len(brought), random)
    half = normal_quantile(0.95) * brought.std(ddof=1) / np.sqrt(len(brought))
    return Interval(float(brought.mean() - half), float(brought.mean() + half))


@dg.asset(
    key_prefix="estimates",
    group_name="estimates",
    owners=["team:growth"],
    kinds={"python"},
    deps=[
        dg.AssetKey(["marts", "customer_values"]),
        dg.AssetKey(["marts", "dim_customers"]),
        dg.AssetKey(["publishing", "candidate"]),
    ],
)
def value_by_segment(warehouse: Warehouse) -> dg.MaterializeResult:
    """One row per business, segment, value and age. A rerun on the same candidate gives the same rows."""
    inputs = {"customer_values": VALUES, "dim_customers": segments.CUSTOMERS}
    return tables.materialize(warehouse, "value_by_segment", inputs, estimate)
