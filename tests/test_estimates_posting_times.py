"""When posts do better: worlds whose truth is known, and what the real exports support and no more."""

import csv
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest

from assets.estimates.posting_times import SCHEMA, estimate

BLOCKS = [0.02, 0.02, 0.06, 0.2, 0.25, 0.2, 0.15, 0.1]


def scored(score, dates, hours, business="acme", platform="x"):
    """The columns of post_scores that the estimate reads."""
    count = len(score)
    return pa.table({
        "business_id": [business] * count,
        "platform": [platform] * count,
        "post_id": [f"post {index:05}" for index in range(count)],
        "account_id": ["a"] * count,
        "content_type": ["text"] * count,
        "hashtags": [""] * count,
        "posted_date": pa.array(dates, pa.date32()),
        "posted_weekday": [day.isoweekday() for day in dates],
        "posted_hour": [int(hour) for hour in hours],
        "engagement_7d": [int(20 * np.exp(value)) for value in score],
        "score": pa.array(score, pa.float64()),
    })  # fmt: skip


def world(seed, posts, best=None, gain=0.0, day_luck=0.0):
    """Two posts on an average day; the slot `best` (weekday, block) gains `gain` on the log scale."""
    random = np.random.default_rng(seed)
    day = np.sort(random.integers(0, max(1, posts // 2), size=posts))
    dates = [date(2026, 1, 5) + timedelta(days=int(each)) for each in day]
    hours = random.choice(8, size=posts, p=BLOCKS) * 3 + random.integers(0, 3, size=posts)
    lucky = random.normal(0, day_luck, size=posts)[day]
    good = np.array([(each.isoweekday(), hour // 3) == best for each, hour in zip(dates, hours, strict=True)])
    return scored(random.normal(size=posts) + lucky + gain * good, dates, hours)


def verdicts(table):
    return {(row["weekday"], row["hour_block"]): row["verdict"] for row in table.to_pylist()}


@pytest.mark.parametrize("day_luck", [0.0, 0.8])
def test_where_time_does_not_matter_hardly_an_account_gets_a_recommendation(day_luck):
    worlds = [estimate(world(seed, 200, day_luck=day_luck)) for seed in range(200)]
    recommended = sum("recommended" in table["verdict"].to_pylist() for table in worlds)
    assert recommended / 200 < 0.05


def test_a_slot_that_is_truly_best_is_found():
    found = [estimate(world(seed, 700, best=(3, 4), gain=1.8)) for seed in range(20)]
    assert sum(verdicts(table)[(3, 4)] == "recommended" for table in found) >= 18
    for table in found:
        best = max(table.to_pylist(), key=lambda row: row["effect"] or 0)
        assert (best["weekday"], best["hour_block"]) == (3, 4)


def test_every_platform_has_all_56_slots_and_every_post_is_in_one():
    table = estimate(world(1, 90))
    assert table.schema.equals(SCHEMA, check_metadata=True)
    assert sorted(verdicts(table)) == [(weekday, block) for weekday in range(1, 8) for block in range(8)]
    assert sum(table["posts"].to_pylist()) == 90
    assert set(table["matured_posts"].to_pylist()) == {90}


def test_a_slot_without_posts_says_nothing_at_all():
    empty = [row for row in estimate(world(1, 40)).to_pylist() if row["posts"] == 0]
    assert empty
    for row in empty:
        assert row["verdict"] == "too_few"
        assert row["dates"] == 0
        assert {
            row[name] for name in ("engagement_median", "effect", "effect_low", "effect_high", "probability")
        } == {None}


def test_under_thirty_matured_posts_nothing_is_judged_however_clear_it_looks():
    table = estimate(world(1, 29, best=(1, 4), gain=9.0))
    assert set(table["verdict"].to_pylist()) == {"too_few"}
    assert set(table["overall_p"].to_pylist()) == {None}


def test_five_posts_on_three_dates_are_too_few():
    dates = [date(2026, 1, 6)] * 2 + [date(2026, 1, 13)] * 2 + [date(2026, 1, 20)]
    others = [date(2026, 3, 4) + timedelta(days=7 * week) for week in range(60)]
    score = np.concatenate([np.full(5, 4.0), np.random.default_rng(2).normal(size=60)])
    table = estimate(scored(score, [*dates, *others], [12] * 5 + [9] * 60))
    (row,) = [row for row in table.to_pylist() if (row["weekday"], row["hour_block"]) == (2, 4)]
    assert (row["posts"], row["dates"], row["verdict"]) == (5, 3, "too_few")


def test_the_order_of_the_rows_does_not_matter():
    table = world(3, 300, best=(2, 5), gain=1.0, day_luck=0.4)
    shuffled = table.take(np.random.default_rng(1).permutation(300))
    assert estimate(shuffled).equals(estimate(table))


def test_businesses_and_platforms_do_not_touch_each_other():
    one, other = world(4, 120), world(5, 80)
    renamed = other.set_column(1, "platform", pa.array(["linkedin"] * 80))
    together = estimate(pa.concat_tables([renamed, one]))
    assert together.equals(pa.concat_tables([estimate(renamed), estimate(one)]))


def test_posts_without_a_score_are_passed_by():
    table = world(6, 60)
    score = pa.array([None, *table["score"].to_pylist()[1:]], pa.float64())
    assert set(estimate(table.set_column(10, "score", score))["matured_posts"].to_pylist()) == {59}


def test_no_posts_give_no_rows_but_all_columns():
    table = estimate(world(1, 30).slice(0, 0))
    assert table.num_rows == 0
    assert table.schema.equals(SCHEMA, check_metadata=True)


@pytest.fixture(scope="module")
def real(x_exports):
    """The real posts with the score of DEFINITIONS.md §6.3, in UTC."""
    lines = {}
    for path in x_exports:
        with path.open(encoding="utf-8", newline="") as file:
            lines |= {row["Tweet id"]: row for row in csv.DictReader(file)}
    moments = {post: datetime.strptime(row["time"], "%Y-%m-%d %H:%M %z") for post, row in lines.items()}
    posts = sorted(lines, key=lambda post: (moments[post], post))
    times = [moments[post].astimezone(UTC) for post in posts]
    counts = np.array([_engagement(lines[post]) for post in posts])
    score = [np.log((count + 1) / (_baseline(times, counts, at) + 1)) for at, count in enumerate(counts)]
    return scored(np.array(score), [moment.date() for moment in times], [moment.hour for moment in times])


def _engagement(row):
    return sum(float(row[name]) for name in ("likes", "retweets", "replies"))


def _baseline(times, counts, at):
    recent = [counts[i] for i in range(max(0, at - 30), at) if times[at] - times[i] <= timedelta(days=90)]
    return np.median(recent) if len(recent) >= 5 else np.median(counts)


def test_the_real_exports_get_no_word_more_than_they_support(real):
    rows = estimate(real).to_pylist()
    assert sum(row["posts"] for row in rows) == real.num_rows > 1100
    for row in rows:
        if row["verdict"] == "recommended":
            assert row["posts"] >= 5
            assert row["dates"] >= 4
            assert row["probability"] >= 0.9
            assert row["overall_p"] < 0.05
            assert row["effect_low"] > 1
        if row["posts"] < 5 or row["dates"] < 4:
            assert row["verdict"] == "too_few"


def test_the_real_posts_at_shuffled_times_support_nothing(real):
    random = np.random.default_rng(11)
    recommended = 0
    for _ in range(40):
        score = pa.array(random.permutation(real["score"].to_numpy()))
        recommended += "recommended" in estimate(real.set_column(10, "score", score))["verdict"].to_pylist()
    assert recommended <= 5
