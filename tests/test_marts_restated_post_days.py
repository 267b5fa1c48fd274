"""What posts gained from day to day once more, in plain Python: SQL and Python must come to the same rows."""

import random
import tempfile
from collections import defaultdict
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.plain_figures import local_day, settles_after_days, total
from benchmarks.random_platforms import posts as seen_posts
from benchmarks.random_rows import AS_OF, COUNTS, posts
from benchmarks.raw_layer import Row
from benchmarks.small_marts import Layer, Table, table

GAINS = ("views", "impressions", "likes", "comments", "shares", "saves", "clicks", "engagement")
KEY = ["business_id", "platform", "post_id", "day"]
FIGURES = ["gap_days", *(f"{name}_gained" for name in GAINS), "has_negative_gain", "is_provisional"]


def measured(row: Row) -> Row:
    """The row with its engagement."""
    saves = ("saves",) if row["platform"] == "instagram" else ()
    return row | {"engagement": total(row[part] for part in ("likes", "comments", "shares", *saves))}


def days_of(history: list[Row]) -> dict[Any, Row]:
    """The last known value of each metric on each local day with an observation."""
    found: dict[Any, Row] = defaultdict(lambda: dict.fromkeys(GAINS))
    for row in sorted(map(measured, history), key=lambda row: row["observed_at"]):
        known = {name: row[name] for name in GAINS if row[name] is not None}
        found[local_day(row["business_id"], row["observed_at"])] |= known
    return found


def expected(rows: list[Row]) -> Table:
    """What fct_post_days says of every published post and day."""
    histories = defaultdict(list)
    for row in rows:
        if row.get("status", "posted") == "posted" and any(row.get(name) is not None for name in COUNTS):
            histories[row["business_id"], row["platform"], row["post_id"]].append(row)
    found = {}
    for key, history in histories.items():
        posted_on = local_day(key[0], history[0]["posted_at"])
        today, days = local_day(key[0], AS_OF), days_of(history)
        for before, day in pairwise([None, *sorted(days)]):
            gap = (day - (before or posted_on)).days
            then = days[before] if before else dict.fromkeys(GAINS, 0)
            counts = gap == 1 or (gap == 0 and before is None)
            gains = [gain(days[day][name], then[name]) if counts else None for name in GAINS]
            unsettled = (today - day).days <= settles_after_days(key[1])
            found[*key, day] = (gap, *gains, any((each or 0) < 0 for each in gains), unsettled)
    return found


def gain(now: int | None, before: int | None) -> int | None:
    return None if now is None or before is None else now - before


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000))
def test_sql_and_plain_python_come_to_the_same_gains_of_posts(seed: int) -> None:
    draw = random.Random(seed)
    of_files, of_platform = posts(draw, 30), seen_posts(draw, 30)
    told = [row | {"platform": "instagram"} for row in of_platform if not row["is_missing"]]
    with tempfile.TemporaryDirectory() as folder:
        layer = Layer(folder)
        layer.take("posts_file", "posts", of_files, AS_OF)
        layer.take("instagram", "posts", of_platform, AS_OF)
        with layer.built(AS_OF) as marts:
            assert table(marts, "fct_post_days", KEY, FIGURES) == expected(of_files + told)
