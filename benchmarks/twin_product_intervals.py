"""How often the truth of a product lies in the 95 % intervals of the marts."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from benchmarks.twin_product_marts import ProductMarts
from benchmarks.twin_share import Share
from twin.careers_product import COMPASS_PRODUCT
from twin.product import START
from twin.product_key import COMPLETED, grouped_rates
from twin.product_truths import customer_shares, customer_value, retention, strict_rates
from twin.world import monday

VALUE_AGE = 90
FEWEST = 30
TARGET = (90.0, 99.0)
FUNNELS = {
    "calculator": "of the calculator, by source",
    "upgrade": "of the upgrade, by risk level",
    "undisturbed": "of the strict funnel",
    "in_any_order": "of the unordered funnel",
}


def coverages(marts: ProductMarts) -> Iterator[Share]:
    """Step rates of every funnel, retention of weekly cohorts, and values of customers by source."""
    yield from _steps(marts)
    yield _retention(marts)
    yield _values(marts)


def _steps(marts: ProductMarts) -> Iterator[Share]:
    """Those of all funnels together, and funnel by funnel."""
    truths = _true_steps()
    inside: dict[str, list[bool]] = {funnel: [] for funnel in FUNNELS}
    for row in marts.steps:
        rates = truths[row["funnel_id"]].get(row["breakdown_value"])
        if rates is not None and row["step"] > 1:
            is_held = row["previous_low"] <= rates[row["step"] - 2] <= row["previous_high"]
            inside[row["funnel_id"]].append(is_held)
    every = [held for funnel in inside.values() for held in funnel]
    yield Share("step rates of funnels in their 95 % interval", sum(every), len(every), TARGET)
    for funnel, what in FUNNELS.items():
        yield Share(f"of these, the ones {what}", sum(inside[funnel]), len(inside[funnel]))


def _true_steps() -> dict[str, dict[str, list[float]]]:
    """The true rates from one step to the next, by funnel and the value by which it is shown."""
    rates = {name.split("=")[-1]: each for name, each in grouped_rates(COMPASS_PRODUCT).items()}
    rates["(all)"] = rates["all"]
    assessed = rates["all"][1] * rates["all"][2] * rates["all"][3] * rates["all"][4]
    return {
        "calculator": {value: each[1:] for value, each in rates.items()},
        "upgrade": {value: each[5:] for value, each in rates.items()},
        "undisturbed": {"(all)": strict_rates(COMPASS_PRODUCT, COMPLETED)},
        "in_any_order": {"(all)": [assessed, rates["all"][5]]},
    }


def _retention(marts: ProductMarts) -> Share:
    inside = [
        row["rate_low"] <= _returning(row["cohort_start"], row["age"]) <= row["rate_high"]
        for row in marts.retention
        if row["cohort_id"] == "weekly"
        and row["cohort_start"] is not None
        and row["age"] > 0
        and row["is_complete"]
        and row["cohort_size"] >= FEWEST
    ]
    return Share("retention of weekly cohorts in its 95 % interval", sum(inside), len(inside), TARGET)


def _returning(cohort_start: datetime, age: int) -> float:
    weeks = (cohort_start.date() - monday(START.date())).days // 7
    return retention(COMPASS_PRODUCT, weeks)[age - 1]


def _values(marts: ProductMarts) -> Share:
    truths = _true_values()
    inside = [
        row["mean_low"] <= truths[row["value"]] <= row["mean_high"]
        for row in marts.values
        if row["segment"] in ("all", "source")
        and row["age_days"] == VALUE_AGE
        and row["mean_low"] is not None
        and row["value"] in truths
    ]
    what = f"mean values at {VALUE_AGE} days by source in their 95 % interval"
    return Share(what, sum(inside), len(inside), TARGET)


def _true_values() -> dict[str, float]:
    """The expected value of a customer by source, minor units; a source may stand for several origins."""
    shares = customer_shares(COMPASS_PRODUCT)
    sums: defaultdict[str, float] = defaultdict(float)
    weights: defaultdict[str, float] = defaultdict(float)
    for name, origin in COMPASS_PRODUCT.origins.items():
        for group in (origin.source, "all"):
            sums[group] += shares[name] * 100 * customer_value(COMPASS_PRODUCT, origin, VALUE_AGE)
            weights[group] += shares[name]
    return {group: total / weights[group] for group, total in sums.items()}
