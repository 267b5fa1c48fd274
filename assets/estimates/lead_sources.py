"""The asset `estimates/lead_sources`: how often leads of a source convert against those of all others."""

from typing import Any

import dagster as dg
import numpy as np
import pyarrow as pa

from assets.estimates import leads, tables
from assets.estimates.leads import BusinessLeads, Leads
from assets.estimates.tables import figure, number, text, whole
from assets.statistics import multiplicity, shrinkage, verdicts
from assets.statistics.proportions import Arm, wilson
from assets.statistics.resampling import bootstrap_mean, generator
from assets.statistics.verdicts import Comparison
from warehouse.resources import Warehouse

SCHEMA = tables.mart(
    "One row per business and source of leads, calculator among them: how often its matured leads convert "
    "inside the conversion window, against all other sources together, and what a lead is worth. "
    "Observational. Intervals are 95 %.",
    [
        text("business_id", "The business."),
        text(
            "source", "Where the leads came from, calculator among them; (none) where the file does not say."
        ),
        whole("leads", "All leads of the source."),
        whole("conversions", "Leads that converted so far, whenever that was."),
        whole("matured", "Leads for which the business's conversion window has passed: n of the rate."),
        whole("converted", "Matured leads that converted inside the window: k of the rate."),
        number("rate", "converted / matured, 0..1; NULL while no lead is matured."),
        number("rate_low", "Lower end of the rate's Wilson interval."),
        number("rate_high", "Upper end of the rate's Wilson interval."),
        number("shrunk_rate", "The rate pulled towards that of all sources (Jeffreys under five)."),
        number("difference_to_others", "The rate minus that of all other sources together, -1..1."),
        number("diff_low", "Lower end of the difference's Newcombe interval."),
        number("diff_high", "Upper end of the difference's Newcombe interval."),
        number("q_value", "Benjamini-Hochberg q over the sources of the business with enough leads to test."),
        number("median_days", "Median days to convert, over all converted leads."),
        whole("revenue_minor", "Revenue of all converted leads, minor units; other currencies are left out."),
        text("currency", "The business's currency, ISO 4217."),
        number("revenue_per_lead", "Mean revenue of a matured lead of known value, minor units."),
        number("revenue_per_lead_low", "Lower end of its interval (bootstrap); NULL under five paying."),
        number("revenue_per_lead_high", "Upper end of its interval (bootstrap); NULL under five paying."),
        text("verdict", "finding, hint, nothing or too_few; better or worse is in the difference."),
    ],
)


def estimate(every_lead: pa.Table, businesses: pa.Table) -> pa.Table:
    """All sources of every business, from fct_leads and dim_businesses in any order of rows."""
    rows = [row for business in leads.by_business(every_lead, businesses) for row in _rows(business)]
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def _rows(business: BusinessLeads) -> list[dict[str, Any]]:
    arms = [source.arm() for source in business.sources]
    compared = [_against_others(arm, arms) for arm in arms]
    q_values = multiplicity.benjamini_hochberg([_tested_p(one) for one in compared])
    shrunk = iter(shrinkage.shrunk_rates([arm for arm in arms if arm.units]))
    return [
        _counts(business, source)
        | _rate(arm, next(shrunk) if arm.units else None)
        | _difference(one, q_value)
        | _revenue(business, source)
        for source, arm, one, q_value in zip(business.sources, arms, compared, q_values, strict=True)
    ]


def _counts(business: BusinessLeads, source: Leads) -> dict[str, Any]:
    return {
        "business_id": business.business_id, "source": source.source, "leads": len(source.matured),
        "conversions": int(np.sum(source.converted)),
    }  # fmt: skip


def _against_others(arm: Arm, arms: list[Arm]) -> Comparison | None:
    """The source against all others together; None where one of the two has no matured lead."""
    successes, units = (sum(figures) for figures in zip(*arms, strict=True))
    other = Arm(successes - arm.successes, units - arm.units)
    return verdicts.compare(arm, other) if arm.units and other.units else None


def _tested_p(one: Comparison | None) -> float | None:
    """The p-value, None where there are too few leads on a side to say anything."""
    return None if one is None or one.verdict(None) == "too_few" else one.p_value


def _rate(arm: Arm, shrunk: float | None) -> dict[str, Any]:
    low, high = wilson(arm) if arm.units else (None, None)
    return {
        "matured": arm.units, "converted": arm.successes, "rate": figure(arm.rate if arm.units else None),
        "rate_low": figure(low), "rate_high": figure(high), "shrunk_rate": figure(shrunk),
    }  # fmt: skip


def _difference(one: Comparison | None, q_value: float | None) -> dict[str, Any]:
    if one is None:
        return {"verdict": "too_few"}
    return {
        "difference_to_others": figure(one.difference), "diff_low": figure(one.interval.low),
        "diff_high": figure(one.interval.high), "q_value": figure(q_value), "verdict": one.verdict(q_value),
    }  # fmt: skip


def _revenue(business: BusinessLeads, source: Leads) -> dict[str, Any]:
    revenues, units = source.valued()
    random = generator(business.business_id, "lead_sources", source.source)
    interval = bootstrap_mean(revenues, units, random)
    known = source.has_revenue.any() or not source.converted.any()
    days = source.days[source.converted & ~np.isnan(source.days)]
    return {
        "median_days": figure(np.median(days)) if len(days) else None,
        "revenue_minor": int(source.revenue[source.has_revenue].sum()) if known else None,
        "currency": business.currency,
        "revenue_per_lead": figure(revenues.sum() / units) if units else None,
        "revenue_per_lead_low": figure(interval.low) if interval else None,
        "revenue_per_lead_high": figure(interval.high) if interval else None,
    }


@dg.asset(
    key_prefix="estimates",
    group_name="estimates",
    owners=["team:growth"],
    kinds={"python"},
    deps=[
        dg.AssetKey(["marts", "fct_leads"]),
        dg.AssetKey(["marts", "dim_businesses"]),
        dg.AssetKey(["publishing", "candidate"]),
    ],
)
def lead_sources(warehouse: Warehouse) -> dg.MaterializeResult:
    """One row per business and source of leads. A rerun on the same candidate gives the same rows."""
    inputs = {"fct_leads": leads.LEADS, "dim_businesses": leads.BUSINESSES}
    return tables.materialize(warehouse, "lead_sources", inputs, estimate)
