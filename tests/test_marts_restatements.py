"""What restatements says has moved is what differs between the marts built at the moments of the reports."""

import random
import tempfile
from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.bare_sql import Connection
from benchmarks.plain_figures import local_day
from benchmarks.random_platforms import of_platform
from benchmarks.random_rows import AS_OF
from benchmarks.small_marts import Layer

# Sundays 18:00 in New York, the second one in summer time; AS_OF is the Wednesday after.
REPORTS = [datetime(2026, 3, 22, 22), datetime(2026, 3, 29, 22), AS_OF]
TOLD = ("follows", "unfollows", "views", "impressions", "reach", "likes", "comments", "shares", "saves")
LISTED = """
select report_before, mart, metric, account_id, day, before, after from marts.restatements
where business_id = 'acme' and metric not in ('followers', 'gained')
"""
Figures = dict[tuple[Any, ...], int | None]


def figures(connection: Connection) -> Figures:
    """Every figure of acme's days that a platform tells, and its posts with their engagement_7d."""
    found: Figures = {}
    for name in TOLD:
        rows = connection.execute(
            f"select account_id, day, {name} from marts.account_days where business_id = 'acme'"
        )
        found |= {("account_days", name, account, day): value for account, day, value in rows.fetchall()}
    posts = connection.execute(
        "select account_id, posted_date, count(*), sum(engagement_7d)::bigint from marts.post_performance "
        "where business_id = 'acme' group by account_id, posted_date"
    )
    for account, day, count, engagement in posts.fetchall():
        found["engagement_days", "posts", account, day] = count
        found["post_performance", "engagement_7d", account, day] = engagement
    return found


def moved(before: Figures, after: Figures, reported_on: date) -> Figures:
    """The figures that differ, of days that were complete then and at most 35 days old."""
    found: Figures = {}
    for key in before.keys() | after.keys():
        age = (reported_on - key[-1]).days
        was, now = before.get(key), after.get(key)
        if (8 if key[1] == "engagement_7d" else 1) <= age <= 35 and was != now:
            found[key] = (was, now)
    return found


@settings(max_examples=4, deadline=None)
@given(st.integers(0, 10_000))
def test_what_moved_is_the_difference_of_two_builds(seed: int) -> None:
    draw = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        layer = Layer(folder)
        for stream, rows in of_platform(draw, "instagram").items():
            late = defaultdict(list)
            for row in rows:
                late[row["observed_at"] + timedelta(hours=draw.choice((0, 1, 200)))].append(row)
            for landed_at, some in late.items():
                layer.take("instagram", stream, some, landed_at)
        built = []
        for moment in REPORTS:
            with layer.built(moment) as marts:
                built.append(figures(marts))
                listed = marts.execute(LISTED).fetchall()
    found = {tuple(row[:-2]): row[-2:] for row in listed}
    pairs = zip(REPORTS, built, built[1:], strict=False)
    assert found == {
        (moment, *key): change
        for moment, before, after in pairs
        for key, change in moved(before, after, local_day("acme", moment)).items()
    }
