"""The asset `estimates/value_forecasts`: what the customers of today will bring, where that can be told."""

from typing import Any

import dagster as dg
import pyarrow as pa
import pyarrow.compute as pc

from assets.estimates import cohort_curves, segments, tables
from assets.estimates.buyers import PAYMENTS, Buyers, buyers, day_number
from assets.estimates.holdout import HeldBack, check, held_back
from assets.estimates.purchase_forecasts import HORIZONS, Forecast, Sum, forecast, model
from assets.estimates.segments import Segment
from assets.estimates.tables import figure, number, text, whole
from assets.estimates.trust import Untrusted
from assets.statistics.resampling import generator
from warehouse.resources import Warehouse

BUSINESSES = ("business_id", "currency", "local_today")
SEGMENTS = ("source", "channel", "country", "risk_level", "product")
FEWEST_CUSTOMERS = 20
SCHEMA = tables.mart(
    "One row per business, segment, value and horizon: what the customers known today will bring within it, "
    "net of refunds and disputes, by BG/NBD with Gamma-Gamma where that has earned trust, by the cohorts "
    "before where there is too little for it, withheld with the reason otherwise. Intervals are 95 %.",
    [
        text("business_id", "The business."),
        text("segment", f"{segments.DESCRIPTION}."),
        text("value", "The source, channel and so on; all; (none) where it is not known."),
        whole("horizon_days", "Days from today: 30, 90, 180 or 365."),
        text("method", "bg_nbd (with Gamma-Gamma) or cohort_mean."),
        whole("customers", "Customers of the segment who have bought."),
        whole("forecast_minor", "What they will bring together, minor units; NULL where it is withheld."),
        whole("low", "Lower end of the interval of what will come."),
        whole("high", "Upper end of the interval of what will come."),
        whole(
            "discounted_minor", "The forecast as worth today, 10 % a year by months; NULL with cohort_mean."
        ),
        text("currency", "The business's currency, ISO 4217."),
        number("alive_share", "Share of the customers who still buy, by MBG/NBD; NULL with cohort_mean."),
        number("holdout_foretold", "Purchases foretold for the last third of time, by a fit to the rest."),
        number("holdout_made", "Purchases made in it."),
        number("holdout_error", "The difference of the two as a share of those made."),
        number("holdout_rank_correlation", "Spearman's correlation of the two over the customers."),
        text("holdout_by_repeats", "Foretold of made by repeat purchases before, such as 0: 12 of 15."),
        pa.field("is_withheld", pa.bool_(), metadata={"description": "True where there is no forecast."}),
        text("reason", "Why it is withheld, or why the model was not used; NULL otherwise."),
    ],
)


def estimate(payments: pa.Table, customers: pa.Table, businesses: pa.Table) -> pa.Table:
    """All segments of every business, from fct_payments, dim_customers and dim_businesses."""
    known = dict(segments.by_business(customers))
    facts = {row["business_id"]: row for row in businesses.to_pylist()}
    rows = [
        row
        for business_id, mine in segments.by_business(payments)
        if (bought := buyers(_until_today(mine, facts[business_id]))).persons
        for row in _rows(facts[business_id], bought, known[business_id])
    ]
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def _until_today(payments: pa.Table, business: dict[str, Any]) -> pa.Table:
    """The entries without those that are dated ahead."""
    return payments.filter(pc.less_equal(payments["local_date"], business["local_today"]))


def _rows(business: dict[str, Any], bought: Buyers, customers: pa.Table) -> list[dict[str, Any]]:
    today = day_number(business["local_today"])
    apart = segments.of_persons(bought.persons, customers, SEGMENTS)
    try:
        held = held_back(bought, today)
        random = generator(business["business_id"], "value_forecasts")
        future = forecast(model(bought, today), bought, today, random)
        known = [_foretold(segment, future, held) for segment in apart]
    except Untrusted as reason:
        seen = cohort_curves.watched(bought, today)
        known = [_by_cohorts(segment, seen, str(reason)) for segment in apart]
    head = {"business_id": business["business_id"], "currency": business["currency"]}
    return [
        head | {"segment": segment.segment, "value": segment.value, "customers": len(segment.members)} | row
        for segment, rows in zip(apart, known, strict=True)
        for row in rows
    ]


def _foretold(segment: Segment, future: Forecast, held: HeldBack) -> list[dict[str, Any]]:
    """The rows of a segment by the model, if the held-back part of its own customers agrees."""
    checked = check(held, segment.members)
    alive = None if future.alive is None else figure(future.alive[segment.members].mean())
    shown = {
        "method": "bg_nbd", "alive_share": alive, "holdout_foretold": figure(checked.foretold),
        "holdout_made": figure(checked.made), "holdout_rank_correlation": figure(checked.rank_correlation),
        "holdout_error": figure(checked.error) if checked.made else None,
        "holdout_by_repeats": checked.by_repeats,
    }  # fmt: skip
    reason = _few(segment) or checked.reason
    totals = [None if reason else future.total(step, segment.members) for step in range(len(HORIZONS))]
    return [shown | row for row in _horizons(totals, reason)]


def _by_cohorts(segment: Segment, seen: cohort_curves.Watched, reason: str) -> list[dict[str, Any]]:
    few = _few(segment)
    totals = [None if few else cohort_curves.total(seen, segment.members, days) for days in HORIZONS]
    unseen = few or f"{reason}; too few customers have been watched for a month"
    return [{"method": "cohort_mean"} | row for row in _horizons(totals, reason if totals[0] else unseen)]


def _few(segment: Segment) -> str | None:
    customers = len(segment.members)
    return f"{customers} customers, {FEWEST_CUSTOMERS} are needed" if customers < FEWEST_CUSTOMERS else None


def _horizons(totals: list[Sum | None], reason: str | None) -> list[dict[str, Any]]:
    return [
        {"horizon_days": days, "is_withheld": one is None, "reason": reason} | (_sum(one) if one else {})
        for days, one in zip(HORIZONS, totals, strict=True)
    ]


def _sum(one: Sum) -> dict[str, Any]:
    low, high = one.interval
    return {
        "forecast_minor": round(one.mean), "low": round(low), "high": round(high),
        "discounted_minor": None if one.discounted is None else round(one.discounted),
    }  # fmt: skip


@dg.asset(
    key_prefix="estimates",
    group_name="estimates",
    owners=["team:growth"],
    kinds={"python"},
    deps=[
        dg.AssetKey(["marts", "fct_payments"]),
        dg.AssetKey(["marts", "dim_customers"]),
        dg.AssetKey(["marts", "dim_businesses"]),
        dg.AssetKey(["publishing", "candidate"]),
    ],
)
def value_forecasts(warehouse: Warehouse) -> dg.MaterializeResult:
    """One row per business, segment, value and horizon. A rerun on the same candidate gives the same rows."""
    inputs = {"fct_payments": PAYMENTS, "dim_customers": segments.CUSTOMERS, "dim_businesses": BUSINESSES}
    return tables.materialize(warehouse, "value_forecasts", inputs, estimate)
