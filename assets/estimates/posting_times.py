"""The asset `estimates/posting_times`: when posts do better, by weekday and three-hour block."""

from typing import Any

import dagster as dg
import numpy as np
import pyarrow as pa

from assets.estimates import scores, tables
from assets.estimates.scores import PlatformPosts
from assets.estimates.tables import figure, number, text, whole
from assets.estimates.timing import HOURS, LEVEL, SLOTS, occasions, overall_p, slot_effects
from assets.statistics import verdicts
from warehouse.resources import Warehouse

SCHEMA = tables.mart(
    "One row per business, platform, weekday and three-hour block: how posts of that time did at the age of "
    "seven days against the average post. Observational: the author chose the times.",
    [
        text("business_id", "The business."),
        text("platform", "The platform."),
        whole("weekday", "Local weekday of posting, 1 = Monday to 7 = Sunday."),
        whole("hour_block", "Local hour divided by 3: 0 = 00:00 to 02:59, 7 = 21:00 to 23:59."),
        whole("posts", "Matured posts of this time."),
        whole("dates", "Different dates that these posts were on."),
        number("engagement_median", "Median engagement of these posts at seven days."),
        number("effect", "Shrunk factor, 1 = as the average post; NULL without posts."),
        number("effect_low", "Lower end of the 80 % interval of the effect."),
        number("effect_high", "Upper end of the 80 % interval of the effect."),
        number("probability", "Probability that this time is above average."),
        text("verdict", "recommended, hint, nothing or too_few (posts, dates, matured_posts)."),
        number("overall_p", "p of 'time does not matter' over all times; NULL under 30 posts."),
        whole("matured_posts", "Matured posts of the platform: what overall_p rests on."),
    ],
)


def estimate(post_scores: pa.Table) -> pa.Table:
    """All 56 times of every business and platform with matured posts, rows in any order."""
    rows = [row for posts in scores.platforms(post_scores) for row in _times(posts)]
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def _times(posts: PlatformPosts) -> list[dict[str, Any]]:
    found = slot_effects(posts).cells
    cell = (posts.whole("posted_weekday") - 1) * SLOTS[1] + posts.whole("posted_hour") // HOURS
    overall = overall_p(posts, cell, "slot")
    low, high = found.interval(LEVEL)
    measured = zip(np.exp(found.mean), low, high, found.probability_above(), strict=True)
    counted = occasions(posts, cell, SLOTS[0] * SLOTS[1])
    return [
        {"business_id": posts.business_id, "platform": posts.platform}
        | {"weekday": index // SLOTS[1] + 1, "hour_block": index % SLOTS[1]}
        | counts
        | _judged(counts, [figure(value) for value in values], overall, len(posts))
        for index, (counts, values) in enumerate(zip(counted, measured, strict=True))
    ]


def _judged(
    counts: dict[str, Any], values: list[float | None], overall: float | None, matured: int
) -> dict[str, Any]:
    effect, low, high, probability = values
    verdict = verdicts.slot(counts["posts"], counts["dates"], matured, probability, overall)
    return {"effect": effect, "effect_low": low, "effect_high": high, "probability": probability} | {
        "verdict": verdict, "overall_p": figure(overall), "matured_posts": matured,
    }  # fmt: skip


@dg.asset(
    key_prefix="estimates",
    group_name="estimates",
    owners=["team:growth"],
    kinds={"python"},
    deps=[dg.AssetKey(["marts", "post_scores"]), dg.AssetKey(["publishing", "candidate"])],
)
def posting_times(warehouse: Warehouse) -> dg.MaterializeResult:
    """One row per business, platform, weekday and three-hour block. A rerun gives the same rows."""
    return tables.materialize(warehouse, "posting_times", {"post_scores": scores.COLUMNS}, estimate)
