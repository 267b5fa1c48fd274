"""What weekday alone and hour alone say: true effects are found, chance and confounding are not."""

from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from assets.estimates.posting_effects import SCHEMA, estimate


def world(seed, posts, weekday_gain=0.0, hour_gain=0.0, sunday_hour=None):
    """Posts on random days and hours; Sundays gain `weekday_gain`, 14:00 gains `hour_gain`."""
    random = np.random.default_rng(seed)
    dates = [
        date(2026, 1, 5) + timedelta(days=int(day)) for day in np.sort(random.integers(0, 300, size=posts))
    ]
    weekday = np.array([day.isoweekday() for day in dates])
    hour = random.integers(8, 20, size=posts)
    if sunday_hour is not None:
        hour = np.where(weekday == 7, sunday_hour, hour)
    score = random.normal(size=posts) + weekday_gain * (weekday == 7) + hour_gain * (hour == 14)
    return pa.table({
        "business_id": ["acme"] * posts,
        "platform": ["x"] * posts,
        "post_id": [f"post {index:05}" for index in range(posts)],
        "account_id": ["a"] * posts,
        "content_type": ["text"] * posts,
        "hashtags": [""] * posts,
        "posted_date": pa.array(dates, pa.date32()),
        "posted_weekday": weekday,
        "posted_hour": hour,
        "engagement_7d": (20 * np.exp(score)).astype(int),
        "score": score,
    })  # fmt: skip


def effects(table, dimension):
    return {row["value"]: row for row in table.to_pylist() if row["dimension"] == dimension}


def test_there_are_seven_weekdays_and_24_hours_a_platform():
    table = estimate(world(1, 200))
    assert table.schema.equals(SCHEMA, check_metadata=True)
    assert sorted(effects(table, "weekday")) == list(range(1, 8))
    assert sorted(effects(table, "hour")) == list(range(24))
    for dimension in ("weekday", "hour"):
        assert sum(row["posts"] for row in effects(table, dimension).values()) == 200


def test_a_weekday_and_an_hour_that_matter_are_findings():
    table = estimate(world(2, 600, weekday_gain=-1.0, hour_gain=1.0))
    sunday, afternoon = effects(table, "weekday")[7], effects(table, "hour")[14]
    assert sunday["verdict"] == afternoon["verdict"] == "finding"
    assert sunday["effect_high"] < 1 < afternoon["effect_low"]


def test_where_nothing_matters_findings_are_rare():
    tables = [estimate(world(seed, 200)) for seed in range(100)]
    findings = sum("finding" in table["verdict"].to_pylist() for table in tables)
    assert findings / 100 <= 0.12, "two tests of 5 % each"


def test_an_hour_that_is_used_on_good_days_only_is_not_a_good_hour():
    hour = effects(estimate(world(3, 800, weekday_gain=1.5, sunday_hour=6)), "hour")[6]
    assert hour["posts"] > 50
    assert hour["effect"] < 1.4


def test_hours_without_posts_have_no_effect():
    night = effects(estimate(world(1, 200)), "hour")[3]
    assert (night["posts"], night["effect"], night["verdict"]) == (0, None, "too_few")


def test_the_order_of_the_rows_does_not_matter():
    table = world(4, 250, hour_gain=0.5)
    assert estimate(table.take(np.random.default_rng(1).permutation(250))).equals(estimate(table))


def test_no_posts_give_no_rows_but_all_columns():
    assert estimate(world(1, 30).slice(0, 0)).schema.equals(SCHEMA, check_metadata=True)
