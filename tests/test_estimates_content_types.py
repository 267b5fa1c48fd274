"""Formats: their difference is not lost in their baselines, and growth is not taken for a better format."""

from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from assets.estimates.content_types import SCHEMA, estimate


def scored(formats, engagement):
    """The columns of post_scores that the estimate reads, one post a day, scored against its own format."""
    count, engagement = len(formats), np.asarray(engagement)
    usual = {name: np.median(engagement[np.array(formats) == name]) for name in set(formats)}
    baseline = np.array([usual[name] for name in formats])
    return pa.table({
        "business_id": ["acme"] * count,
        "platform": ["x"] * count,
        "post_id": [f"post {index:05}" for index in range(count)],
        "account_id": ["a"] * count,
        "content_type": formats,
        "hashtags": [""] * count,
        "posted_date": [date(2025, 1, 1) + timedelta(days=day) for day in range(count)],
        "posted_weekday": [1] * count,
        "posted_hour": [9] * count,
        "engagement_7d": engagement,
        "score": np.log((engagement + 1) / (baseline + 1)),
    })  # fmt: skip


def world(seed, posts=300, gain=0.0):
    """Posts of three formats; videos gain `gain` on the log scale."""
    random = np.random.default_rng(seed)
    formats = random.choice(["image", "text", "video"], size=posts)
    gained = np.exp(random.normal(4, 1, size=posts) + gain * (formats == "video"))
    return scored(formats.tolist(), gained.astype(int))


def rows(table):
    return {row["content_type"]: row for row in table.to_pylist()}


def test_a_better_format_is_found_although_scores_are_relative_to_the_format():
    video = rows(estimate(world(1, gain=0.8)))["video"]
    assert video["verdict"] == "finding"
    assert video["effect_low"] < np.exp(0.8) < video["effect_high"]


def test_where_formats_do_not_matter_findings_are_rare():
    findings = sum("finding" in estimate(world(seed, 150))["verdict"].to_pylist() for seed in range(200))
    assert findings / 200 < 0.08


def test_a_format_that_came_late_does_not_get_the_growth_of_the_account():
    random = np.random.default_rng(2)
    day = np.arange(720)
    formats = np.where(random.random(720) < np.where(day < 360, 0.05, 0.6), "video", "text")
    engagement = np.exp(random.normal(2, 0.5, size=720) + day / 240).astype(int)
    medians = {name: np.median(engagement[formats == name]) for name in ("video", "text")}
    assert medians["video"] > 2 * medians["text"]
    assert 0.8 < rows(estimate(scored(formats.tolist(), engagement)))["video"]["effect"] < 1.25


def test_mean_and_median_are_those_of_the_posts_at_seven_days():
    row = rows(estimate(scored(["text"] * 3 + ["image"] * 2, [1, 2, 9, 4, 4])))["text"]
    assert (row["posts"], row["engagement_mean"], row["engagement_median"]) == (3, 4.0, 2.0)
    assert row["verdict"] == "too_few"


def test_a_single_format_has_nothing_to_be_compared_with():
    row = rows(estimate(scored(["text"] * 50, range(50))))["text"]
    assert (row["verdict"], row["effect"], row["q_value"]) == ("too_few", None, None)


def test_posts_without_a_format_are_a_group_of_their_own():
    formats = pa.array([None] * 20 + ["image"] * 20, pa.string())
    table = scored(["text"] * 40, range(40)).set_column(4, "content_type", formats)
    assert {name: row["posts"] for name, row in rows(estimate(table)).items()} == {"(none)": 20, "image": 20}


def test_the_order_of_the_rows_does_not_matter():
    table = world(3, 200, gain=0.4)
    assert estimate(table.take(np.random.default_rng(1).permutation(200))).equals(estimate(table))


def test_no_posts_give_no_rows_but_all_columns():
    assert estimate(world(1).slice(0, 0)).schema.equals(SCHEMA, check_metadata=True)
