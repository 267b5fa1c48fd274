"""The asset `estimates/posting_effects`: what weekday alone and hour alone say about how posts do."""

from typing import Any

import dagster as dg
import numpy as np
import pyarrow as pa

from assets.estimates import scores, tables, timing
from assets.estimates.scores import PlatformPosts
from assets.estimates.tables import figure, number, text, whole
from assets.estimates.timing import DAY_HOURS, LEVEL, WEEKDAYS, occasions, overall_p
from assets.statistics import verdicts
from assets.statistics.clusters import Ints
from assets.statistics.slots import Effects
from warehouse.resources import Warehouse

SCHEMA = tables.mart(
    "One row per business, platform and weekday or hour: how posts of that weekday or hour did at the age "
    "of seven days against the average post. Observational: the author chose the times.",
    [
        text("business_id", "The business."),
        text("platform", "The platform."),
        text("dimension", "weekday or hour."),
        whole("value", "Local weekday, 1 = Monday to 7 = Sunday, or local hour, 0 to 23."),
        whole("posts", "Matured posts of this weekday or hour."),
        number("effect", "Shrunk factor, 1 = as the average post; NULL without posts."),
        number("effect_low", "Lower end of the 80 % interval of the effect."),
        number("effect_high", "Upper end of the 80 % interval of the effect."),
        number("engagement_median", "Median engagement of these posts at seven days."),
        text("verdict", "finding, hint, nothing or too_few; which way is in the effect."),
    ],
)


def estimate(post_scores: pa.Table) -> pa.Table:
    """All weekdays and hours of every business and platform with matured posts, rows in any order."""
    rows = [row for posts in scores.platforms(post_scores) for row in _main_effects(posts)]
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def _main_effects(posts: PlatformPosts) -> list[dict[str, Any]]:
    weekday, hour = posts.whole("posted_weekday"), posts.whole("posted_hour")
    weekdays = timing.slot_effects(posts).rows
    hours = timing.hour_effects(posts, weekdays)
    return [
        *_rows(posts, "weekday", weekday - 1, range(1, WEEKDAYS + 1), weekdays),
        *_rows(posts, "hour", hour, range(DAY_HOURS), hours),
    ]


def _rows(
    posts: PlatformPosts, dimension: str, groups: Ints, values: range, found: Effects
) -> list[dict[str, Any]]:
    overall = overall_p(posts, groups, dimension)
    low, high = found.interval(LEVEL)
    measured = zip(np.exp(found.mean), low, high, found.probability_above(), strict=True)
    counted = occasions(posts, groups, len(values))
    return [
        {"business_id": posts.business_id, "platform": posts.platform, "dimension": dimension, "value": value}
        | {"posts": counts["posts"], "engagement_median": counts["engagement_median"]}
        | {"effect": figure(effect), "effect_low": figure(least), "effect_high": figure(most)}
        | {"verdict": _verdict(counts, len(posts), figure(probability), overall)}
        for value, counts, (effect, least, most, probability) in zip(values, counted, measured, strict=True)
    ]


def _verdict(counts: dict[str, Any], matured: int, probability: float | None, overall: float | None) -> str:
    return verdicts.timing(counts["posts"], counts["dates"], matured, probability, overall)


@dg.asset(
    key_prefix="estimates",
    group_name="estimates",
    owners=["team:growth"],
    kinds={"python"},
    deps=[dg.AssetKey(["marts", "post_scores"]), dg.AssetKey(["publishing", "candidate"])],
)
def posting_effects(warehouse: Warehouse) -> dg.MaterializeResult:
    """One row per business, platform and weekday or hour. A rerun gives the same rows."""
    return tables.materialize(warehouse, "posting_effects", {"post_scores": scores.COLUMNS}, estimate)
