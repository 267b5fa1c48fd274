"""The figures of posts once more, in plain Python: SQL and Python must come to the same rows."""

import random
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.plain_figures import local_day, ratio, total
from benchmarks.random_rows import AS_OF, posts
from benchmarks.raw_layer import Row
from benchmarks.small_marts import Layer, Table, table

SUMMED = ("views", "impressions", "likes", "comments", "shares", "saves", "clicks", "engagement")
LASTING = ("reach", "clicks")
DAY_FIGURES = ["posts", *SUMMED, "engagement_rate", "engagement_rate_n", "is_complete"]


def engagement(row: Row) -> int | None:
    saves = ("saves",) if row["platform"] == "instagram" else ()
    return total(row[part] for part in ("likes", "comments", "shares", *saves))


def performance(rows: list[Row]) -> dict[str, Row]:
    """What post_performance says of each published post: newest figures, denominator, after seven days."""
    histories = defaultdict(list)
    for row in sorted(rows, key=lambda row: row["observed_at"]):
        if row["status"] == "posted" and any(row[name] is not None for name in (*SUMMED[:-1], "reach")):
            histories[row["post_id"]].append(row | {"engagement": engagement(row)})
    published = {row["post_id"]: row for row in rows if row["status"] == "posted"}
    return {post_id: post_of(row, histories[post_id]) for post_id, row in published.items()}


def post_of(post: Row, history: list[Row]) -> Row:
    newest = history[-1] if history else dict.fromkeys((*SUMMED, "reach"))
    week = post["posted_at"] + timedelta(days=7)
    late = [row["engagement"] for row in history if row["observed_at"] >= week]
    name = next((name for name in ("views", "impressions") if newest[name]), None)
    # Platforms stop giving these; their last value stays.
    last = {
        name: next((row[name] for row in history[::-1] if row[name] is not None), None) for name in LASTING
    }
    return {
        **{key: newest[key] for key in SUMMED},
        **last,
        "business_id": post["business_id"],
        "text": post["text"],
        "platform": post["platform"],
        "posted_date": local_day(post["business_id"], post["posted_at"]),
        "denominator": name,
        "denominator_n": newest[name] if name else None,
        "engagement_rate_by_views": ratio(newest["engagement"], newest[name] if name else None),
        "engagement_rate_by_reach": ratio(newest["engagement"], last["reach"]),
        "engagement_7d": next((value for value in late if value is not None), None),
    }


def days(performances: Iterable[Row]) -> Table:
    """What engagement_days says of each business, platform and day from the first post to AS_OF."""
    groups = defaultdict(list)
    for post in performances:
        groups[post["business_id"], post["platform"]].append(post)
    found = {}
    for (business_id, platform), posted in groups.items():
        first, today = min(post["posted_date"] for post in posted), local_day(business_id, AS_OF)
        for day in (first + timedelta(days=number) for number in range((today - first).days + 1)):
            own = [post for post in posted if post["posted_date"] == day]
            found[business_id, platform, day] = (*sums_of(own), day < today)
    return found


def sums_of(posted: list[Row]) -> tuple[Any, ...]:
    """Number of posts, their sums, and the pooled rate with its denominator."""
    rated = [post for post in posted if None not in (post["engagement"], post["denominator_n"])]
    top, bottom = (total(post[name] for post in rated) for name in ("engagement", "denominator_n"))
    sums = (total(post[name] for post in posted) for name in SUMMED)
    return (len(posted), *sums, ratio(top, bottom), bottom)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000))
def test_sql_and_plain_python_come_to_the_same_figures_of_posts(seed: int) -> None:
    rows = posts(random.Random(seed), 40)
    expected = performance(rows)
    names = list(next(iter(expected.values())))
    with tempfile.TemporaryDirectory() as folder:
        layer = Layer(folder)
        layer.take("posts_file", "posts", rows, AS_OF)
        with layer.built(AS_OF) as marts:
            found = table(marts, "post_performance", ["post_id"], names)
            assert found == {(key,): tuple(post.values()) for key, post in expected.items()}
            found = table(marts, "engagement_days", ["business_id", "platform", "day"], DAY_FIGURES)
            assert found == days(expected.values())
