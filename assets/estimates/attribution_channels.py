"""The asset `estimates/attribution_channels`: what each channel is credited with, model by model."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import dagster as dg
import pyarrow as pa
import pyarrow.compute as pc

from assets.estimates import tables
from assets.estimates.tables import figure, number, text, whole
from assets.statistics import markov
from assets.statistics.apportionment import apportioned
from assets.statistics.markov import START, Steps
from warehouse.resources import Warehouse

TOUCHES = ("business_id", "model", "channel", "weight", "revenue_minor", "refunded_minor", "currency")
TRANSITIONS = ("business_id", "from_state", "to_state", "transitions")
UNATTRIBUTED, MARKOV = "(unattributed)", "markov"
FEWEST_PATHS = 1_000
MILLION = 1_000_000
SCHEMA = tables.mart(
    "One row per business, channel and model of attribution: how many conversions and how much revenue the "
    "model gives to the channel. Every model adds up to all conversions and all revenue; (unattributed) are "
    "conversions without a session in the 30 days before. The models differ in what they take for granted, "
    "and none measures what would have happened without the channel: read share_min to share_max.",
    [
        text("business_id", "The business."),
        text("channel", "The channel by Google's default rules, or (unattributed)."),
        text(
            "model",
            "first, last, last_non_direct (the default), linear, position, time_decay; and markov: the "
            f"removal effect on a first-order chain, from {FEWEST_PATHS:,} journeys on; else it has no rows.",
        ),
        number("conversions", "Conversions given to the channel, fractions included."),
        whole("revenue_minor", "Their revenue before refunds, minor units; to the cent."),
        whole("refunded_minor", "What was given back of them so far; not taken off revenue_minor."),
        number("unvalued", "Conversions among them whose revenue is not known in the business's currency."),
        text("currency", "The business's currency, ISO 4217."),
        number("share", "conversions by all conversions of the business, 0..1."),
        number("share_min", "The smallest share that any model gives the channel."),
        number("share_max", "The largest share that any model gives the channel."),
        number("revenue_share", "revenue_minor by all revenue of the business, 0..1; NULL without revenue."),
    ],
)  # fmt: skip


class Credit(NamedTuple):
    """What a model gives a channel; conversions and those of unknown revenue in millionths."""

    conversions: int = 0
    unvalued: int = 0
    revenue: int = 0
    refunded: int = 0


Models = dict[str, dict[str, Credit]]  # model: channel: what it is given


def estimate(touches: pa.Table, transitions: pa.Table) -> pa.Table:
    """All channels of every business, of attribution_touches and channel_transitions in any order of rows."""
    steps = _steps(transitions)
    rows: list[dict[str, Any]] = []
    for (business_id, currency), models in sorted(_credited(touches).items()):
        models |= _by_markov(models["linear"], steps.get(business_id, {}))
        rows += [{"business_id": business_id, "currency": currency} | row for row in _rows(models)]
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def _credited(touches: pa.Table) -> dict[tuple[str, str], Models]:
    """What the models of SQL give, for each business with its currency."""
    parts = pc.cast(pc.round(pc.multiply(touches["weight"], float(MILLION))), pa.int64())
    unvalued = pc.if_else(pc.is_null(touches["revenue_minor"]), parts, 0)
    counted = touches.append_column("parts", parts).append_column("unvalued", unvalued)
    keys = ["business_id", "currency", "model", "channel"]
    sums = [(name, "sum") for name in ("parts", "unvalued", "revenue_minor", "refunded_minor")]
    found: dict[tuple[str, str], Models] = {}
    for row in counted.group_by(keys).aggregate(sums).to_pylist():
        models = found.setdefault((row["business_id"], row["currency"]), {})
        credit = Credit(*(row[f"{name}_sum"] or 0 for name, _ in sums))
        models.setdefault(row["model"], {})[row["channel"]] = credit
    return found


def _steps(transitions: pa.Table) -> dict[str, Steps]:
    found: dict[str, dict[tuple[str, str], int]] = {}
    for row in transitions.to_pylist():
        steps = found.setdefault(row["business_id"], {})
        steps[row["from_state"], row["to_state"]] = row["transitions"]
    return dict(found)


def _by_markov(given: Mapping[str, Credit], steps: Steps) -> Models:
    """The attributed conversions once more, by removal effects; nothing from too few journeys."""
    if sum(times for (before, _), times in steps.items() if before == START) < FEWEST_PATHS:
        return {}
    effects = {name: effect for name, effect in markov.removal_effects(steps).items() if effect > 0}
    attributed = [credit for channel, credit in given.items() if channel != UNATTRIBUTED]
    if not effects or not attributed:
        return {}
    totals = [sum(amounts) for amounts in zip(*attributed, strict=True)]
    columns = [apportioned(total, list(effects.values())) for total in totals]
    shared = {name: Credit(*credit) for name, credit in zip(effects, zip(*columns, strict=True), strict=True)}
    unknown = {channel: credit for channel, credit in given.items() if channel == UNATTRIBUTED}
    return {MARKOV: shared | unknown}


def _rows(models: Models) -> list[dict[str, Any]]:
    """Every channel in every model, with nothing where a model gives it nothing."""
    every = Credit(*(sum(amounts) for amounts in zip(*models["linear"].values(), strict=True)))
    channels = sorted({channel for given in models.values() for channel in given})
    rows = []
    for channel in channels:
        credits = {model: given.get(channel, Credit()) for model, given in models.items()}
        shares = [credit.conversions / every.conversions for credit in credits.values()]
        ends = {"share_min": figure(min(shares)), "share_max": figure(max(shares))}
        rows += [
            {"channel": channel, "model": model} | _figures(credit, every) | ends
            for model, credit in sorted(credits.items())
        ]
    return rows


def _figures(credit: Credit, every: Credit) -> dict[str, Any]:
    is_valued = credit.unvalued < credit.conversions or not credit.conversions
    return {
        "conversions": figure(credit.conversions / MILLION),
        "revenue_minor": credit.revenue if is_valued else None,
        "refunded_minor": credit.refunded if is_valued else None,
        "unvalued": figure(credit.unvalued / MILLION),
        "share": figure(credit.conversions / every.conversions),
        "revenue_share": figure(credit.revenue / every.revenue) if every.revenue else None,
    }


@dg.asset(
    key_prefix="estimates",
    group_name="estimates",
    owners=["team:growth"],
    kinds={"python"},
    deps=[
        dg.AssetKey(["marts", "attribution_touches"]),
        dg.AssetKey(["marts", "channel_transitions"]),
        dg.AssetKey(["publishing", "candidate"]),
    ],
)
def attribution_channels(warehouse: Warehouse) -> dg.MaterializeResult:
    """One row per business, channel and model. A rerun on the same candidate gives the same rows."""
    inputs = {"attribution_touches": TOUCHES, "channel_transitions": TRANSITIONS}
    return tables.materialize(warehouse, "attribution_channels", inputs, estimate)
