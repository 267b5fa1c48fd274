"""The figures of accounts once more, in plain Python: SQL and Python must come to the same rows."""

import random
import tempfile
from collections import defaultdict
from datetime import datetime, time, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.plain_figures import ZONES, local_day, ratio, settles_after_days, total
from benchmarks.random_platforms import account_days, audiences
from benchmarks.random_rows import AS_OF, posts
from benchmarks.raw_layer import Row
from benchmarks.small_marts import Layer, Table, table

PLATFORMS = ("linkedin", "instagram")
KEY = ["business_id", "platform", "account_id", "day"]
METRICS = ("reach", "views", "likes")
FIGURES = [
    "followers", "gained", "gained_from", "growth_rate", "following", "posts", *METRICS, "engagement",
    "engagement_rate", "day_boundary", "is_provisional",
]  # fmt: skip
Key = tuple[Any, ...]


def newest(rows: list[Row]) -> Row:
    """Of every field the last value that is not None."""
    found: Row = {}
    for row in rows:
        found |= {name: value for name, value in row.items() if value is not None}
    return defaultdict(lambda: None, found)


def followers(told: dict[Key, Row], looks: dict[Key, list[Row]]) -> dict[Key, int]:
    """What each day ends with: its total, else the last look; a 0 after more than 0 counts for nothing."""
    seen = defaultdict(list)
    for key, day in told.items():
        end = datetime.combine(key[-1] + timedelta(days=1), time())
        seen[key[:-1]].append((end, True, key[-1], day["followers"]))
    for key, rows in looks.items():
        seen[key[:-1]] += [(row["observed_at"], False, key[-1], row["followers"]) for row in rows]
    found = {}
    for account, moments in seen.items():
        most = 0
        days: dict[Key, int] = {}
        for _, is_total, day, count in sorted(each for each in moments if each[-1] is not None):
            if count or not most:
                days[day, is_total] = count
            most = max(most, count)
        for day, _ in days:
            found[*account, day] = days.get((day, True), days.get((day, False)))
    return found


def expected(days: dict[str, list[Row]], looks: dict[str, list[Row]], published: list[Row]) -> Table:
    """What account_days says of every account and day."""
    tellings, watched, posted = defaultdict(list), defaultdict(list), defaultdict(set)
    for platform, rows in days.items():
        for row in sorted(rows, key=lambda row: (row["day_boundary"] == "UTC", row["observed_at"])):
            tellings[row["business_id"], platform, row["account_id"], row["day"]].append(row)
    for platform, rows in looks.items():
        for row in sorted(rows, key=lambda row: row["observed_at"]):
            day = local_day(row["business_id"], row["observed_at"])
            watched[row["business_id"], platform, row["account_id"], day].append(row)
    for row in published:
        if row["status"] == "posted":
            day = local_day(row["business_id"], row["posted_at"])
            posted[row["business_id"], row["platform"], row["account_id"], day].add(row["post_id"])
    told = {key: newest(rows) for key, rows in tellings.items()}
    ends = followers(told, watched)
    found = {}
    for key in told.keys() | watched.keys():
        before = ends.get((*key[:-1], key[-1] - timedelta(days=1)))
        zones = sorted({row["day_boundary"] for row in tellings[key]} or {str(ZONES[key[0]])})
        day = told.get(key, newest([])) | {"followers": ends.get(key), "before": before}
        rest = (newest(watched[key])["following"], len(posted[key]))
        age = (local_day(key[0], AS_OF) - key[-1]).days
        found[key] = (*figures(day, key[1], rest), ", ".join(zones), age <= settles_after_days(key[1]))
    return found


def figures(day: Row, platform: str, rest: Key) -> Key:
    """The figures of one day, from its followers to its rate."""
    steps = {
        "platform": day.get("followers_gained"),
        "follows": difference(day.get("follows"), day.get("unfollows")),
        "followers": difference(day["followers"], day["before"]),
    }
    source = next((name for name, gain in steps.items() if gain is not None), None)
    gained = steps[source] if source else None
    growth = ratio(gained, day["before"]) if (day["before"] or 0) >= 10 else None
    parts = [
        day.get(name) for name in ("likes", "comments", "shares", *(["saves"] * (platform == "instagram")))
    ]
    engagement = None if None in parts else total(parts)
    rate = ratio(engagement, day.get("views") or day.get("impressions"))
    return (
        day["followers"],
        gained,
        source,
        growth,
        *rest,
        *(day.get(name) for name in METRICS),
        engagement,
        rate,
    )


def difference(now: int | None, before: int | None) -> int | None:
    return None if now is None or before is None else now - before


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000))
def test_sql_and_plain_python_come_to_the_same_figures_of_accounts(seed: int) -> None:
    draw = random.Random(seed)
    days = {platform: account_days(draw, platform) for platform in PLATFORMS}
    looks = {platform: audiences(draw, platform) for platform in PLATFORMS}
    published = [row | {"account_id": row["account_id"] or "one"} for row in posts(draw, 40)]
    with tempfile.TemporaryDirectory() as folder:
        layer = Layer(folder)
        for platform in PLATFORMS:
            layer.take(platform, "account_days", days[platform], AS_OF)
            layer.take(platform, "audience", looks[platform], AS_OF)
        layer.take("posts_file", "posts", published, AS_OF)
        with layer.built(AS_OF) as marts:
            assert table(marts, "account_days", KEY, FIGURES) == expected(days, looks, published)
