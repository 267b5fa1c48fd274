"""Hashtags: sets, confounding, worlds where no tag matters and one where one does."""

from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.estimates.hashtags import SCHEMA, estimate, sets_of_tags

TAGS = [f"tag{index:02}" for index in range(12)]


def scored(hashtags, score, account=None, platform="x"):
    """The columns of post_scores that the estimate reads, one post a day."""
    count = len(score)
    return pa.table({
        "business_id": ["acme"] * count,
        "platform": [platform] * count,
        "post_id": [f"post {index:05}" for index in range(count)],
        "account_id": account or ["a"] * count,
        "content_type": ["text"] * count,
        "hashtags": hashtags,
        "posted_date": [date(2026, 1, 1) + timedelta(days=day) for day in range(count)],
        "posted_weekday": [1] * count,
        "posted_hour": [9] * count,
        "engagement_7d": [int(20 * np.exp(value)) for value in score],
        "score": pa.array(score, pa.float64()),
    })  # fmt: skip


def world(seed, posts, gain=0.0):
    """Posts with any of twelve hashtags; tag00 gains `gain` on the log scale."""
    random = np.random.default_rng(seed)
    used = random.random((posts, len(TAGS))) < 0.15
    hashtags = [", ".join(tag for tag, on in zip(TAGS, row, strict=True) if on) for row in used]
    return scored(hashtags, random.normal(size=posts) + gain * used[:, 0])


def rows(table):
    return {row["hashtag"]: row for row in table.to_pylist()}


def test_where_no_hashtag_matters_hardly_an_account_gets_a_finding():
    findings = sum("finding" in estimate(world(seed, 200))["verdict"].to_pylist() for seed in range(200))
    assert findings / 200 < 0.07


def test_a_hashtag_that_matters_is_found_and_the_others_are_not():
    found = [rows(estimate(world(seed, 300, gain=1.2))) for seed in range(20)]
    assert sum(each["tag00"]["verdict"] == "finding" for each in found) >= 19
    assert (
        sum(row["verdict"] == "finding" for each in found for tag, row in each.items() if tag != "tag00") <= 3
    )
    effects = [each["tag00"]["effect"] for each in found]
    assert np.exp(0.85) < np.median(effects) < np.exp(1.25)


def test_the_interval_holds_the_effect():
    for row in estimate(world(1, 300, gain=1.0)).to_pylist():
        assert row["effect_low"] <= row["effect"] <= row["effect_high"]


def test_tags_that_always_come_together_are_one_set():
    sets = {group.name: list(group.posts) for group in sets_of_tags(["a, b", "c", "b, a", "a, b, c", ""])}
    assert sets == {"a + b": [0, 2, 3], "c": [1, 3]}


@given(st.lists(st.sets(st.sampled_from("abcdef")), max_size=30))
def test_no_use_of_a_hashtag_is_lost_or_doubled(posts):
    groups = sets_of_tags([", ".join(sorted(tags)) for tags in posts])
    uses = sorted((tag, post) for group in groups for tag in group.name.split(" + ") for post in group.posts)
    assert uses == sorted((tag, index) for index, tags in enumerate(posts) for tag in tags)


def test_under_five_posts_a_hashtag_is_too_few_and_not_tested():
    score = np.concatenate([np.full(4, 3.0), np.random.default_rng(2).normal(size=60)])
    row = rows(estimate(scored(["rare"] * 4 + [""] * 60, score)))["rare"]
    assert (row["posts"], row["verdict"], row["effect"], row["q_value"]) == (4, "too_few", None, None)
    assert row["engagement_median"] == pytest.approx(401)


def test_a_hashtag_on_every_post_has_nothing_to_be_compared_with():
    row = rows(estimate(scored(["always"] * 40, np.random.default_rng(3).normal(size=40))))["always"]
    assert (row["verdict"], row["effect"]) == ("too_few", None)


def test_a_hashtag_of_the_stronger_account_is_not_better_for_that():
    random = np.random.default_rng(4)
    account = ["strong"] * 150 + ["weak"] * 150
    score = random.normal(size=300) + np.repeat([2.0, 0.0], 150)
    hashtags = ["golf" if chance < (0.8 if name == "strong" else 0.1) else ""
                for name, chance in zip(account, random.random(300), strict=True)]  # fmt: skip
    golf = rows(estimate(scored(hashtags, score, account)))["golf"]
    assert golf["effect_low"] < 1.15
    assert golf["effect"] < 1.4
    assert golf["verdict"] != "finding"


def test_q_values_count_all_platforms_of_the_business_together():
    one, other = world(5, 200), world(6, 200)
    renamed = other.set_column(1, "platform", pa.array(["linkedin"] * 200))
    alone, both = estimate(one).to_pylist(), estimate(pa.concat_tables([one, renamed])).to_pylist()
    mine = [row for row in both if row["platform"] == "x"]
    assert [row["effect"] for row in mine] == [row["effect"] for row in alone]
    assert [row["q_value"] for row in mine] != [row["q_value"] for row in alone]


def test_the_order_of_the_rows_does_not_matter():
    table = world(7, 250, gain=0.8)
    assert estimate(table.take(np.random.default_rng(1).permutation(250))).equals(estimate(table))


@pytest.mark.parametrize("hashtags", [None, ""])
def test_posts_without_hashtags_give_no_rows_but_all_columns(hashtags):
    table = scored(pa.array([hashtags] * 30, pa.string()), np.zeros(30))
    assert estimate(table).num_rows == 0
    assert estimate(table).schema.equals(SCHEMA, check_metadata=True)
