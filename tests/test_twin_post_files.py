"""The demonstration's files about posts: X's own exports and a publishing tool's plans, read back."""

import csv
import json
import re
from collections import defaultdict
from datetime import datetime, timedelta

import pytest

from twin import demo
from twin.social_world import social_accounts

AS_OF = datetime(2026, 11, 20, 9, 0)
BUSINESSES = ["fairway", "spreewerk", "compass"]
X_COLUMNS = (
    "Tweet id,Tweet permalink,Tweet text,time,impressions,engagements,engagement rate,retweets,replies,likes,"
    "user profile clicks,url clicks,hashtag clicks,detail expands,permalink clicks,app opens,app installs,"
    "follows,email tweet,dial phone,media views,media engagements"
)


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory):
    home = tmp_path_factory.mktemp("demo")
    return home, demo.write(home, AS_OF)


@pytest.fixture(scope="module", params=BUSINESSES)
def business(request):
    return request.param


@pytest.fixture(scope="module")
def plans(demonstration, business):
    """What the publishing tool holds, without the record that is wrong on purpose."""
    (path,) = (demonstration[0] / "inbox" / business).glob("social-posts*.json")
    assert path.stem.endswith(f"{AS_OF - timedelta(minutes=5):%Y-%m-%dT%H%M}")
    records = json.loads(path.read_text(encoding="utf-8"))
    return [each for each in records if each.get("posted_at") != "yesterday evening"]


@pytest.fixture(scope="module")
def exported():
    """The posts of the export by id, as the simulated platform shows them."""
    (account,) = social_accounts(7, AS_OF - timedelta(days=180))[:1]
    return account, {post.id: post for post in account.posts(AS_OF)}


def x_header():
    """The columns of a download: every measure also with the word promoted before it."""
    columns = X_COLUMNS.split(",")
    return [*columns, *(f"promoted {each}" for each in columns[4:])]


def x_rows(home):
    for path in sorted((home / "inbox" / "fairway").glob("tweet_activity_metrics_*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            yield from ((path.stem, row) for row in csv.DictReader(file))


def test_what_is_planned_has_no_metrics_and_a_time_to_come(plans):
    assert {each["status"] for each in plans} == {"scheduled", "draft", "failed"}
    assert not any(each.keys() & {"metrics", "metrics_at", "posted_at"} for each in plans)
    scheduled = [each["scheduled_for"] for each in plans if each["status"] == "scheduled"]
    assert scheduled
    assert min(scheduled) > f"{AS_OF:%Y-%m-%dT%H:%M:%SZ}"
    assert len({each["id"] for each in plans}) == len(plans)


def test_plans_are_for_the_configured_accounts(plans, demonstration, business):
    planned = {(each["platform"].replace("twitter", "x"), each["account_id"]) for each in plans}
    assert planned == set(demonstration[1].of(business).accounts.items())


def test_the_exports_hold_the_posts_before_the_handover_as_the_platform_shows_them(demonstration, exported):
    account, shown = exported
    rows = {row["Tweet id"]: row for _, row in x_rows(demonstration[0])}
    handover = max(post.posted_at for post in shown.values() if post.id in rows)
    assert len(rows) > 40
    assert rows.keys() == {post.id for post in shown.values() if post.posted_at <= handover}
    for identifier, row in rows.items():
        counters = account.counters(identifier, AS_OF)
        assert row["Tweet text"] == shown[identifier].body
        assert row["time"] == f"{shown[identifier].posted_at:%Y-%m-%d %H:%M} +0000"
        assert [
            float(row[name]) for name in ("impressions", "retweets", "replies", "likes", "url clicks")
        ] == [counters[name] for name in ("impressions", "shares", "comments", "likes", "clicks")]


def test_the_answer_key_counts_what_the_platforms_show(demonstration, business):
    truth = demonstration[1].of(business)
    for account in social_accounts(7, AS_OF - timedelta(days=180)):
        if account.profile.business_id == business:
            assert len(account.posts(AS_OF)) == truth.posts[account.profile.platform]
            assert account.followers(AS_OF) == truth.followers[account.profile.platform]
    assert 250 <= sum(truth.posts.values()) <= 500


def test_the_x_exports_have_the_header_of_a_download(demonstration):
    paths = sorted((demonstration[0] / "inbox" / "fairway").glob("tweet_activity_metrics_*.csv"))
    header = ",".join(f'"{column}"' for column in x_header())
    assert {path.read_text(encoding="utf-8").split("\n")[0] for path in paths} == {header}
    pattern = r"tweet_activity_metrics_fairwaycoaching_\d{6}01_\d{6}01_en"
    assert all(re.fullmatch(pattern, path.stem) for path in paths)


def test_the_header_is_that_of_the_real_exports(x_exports):
    with x_exports[0].open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file)) == x_header()


def test_the_x_exports_write_numbers_and_times_as_a_download_does(demonstration):
    times = defaultdict(list)
    for name, row in x_rows(demonstration[0]):
        times[name].append(row["time"])
        assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d \+0000", row["time"])
        assert name.split("_")[4] <= row["time"][:10].replace("-", "") < name.split("_")[5]
        assert re.fullmatch(r"\d+\.0", row["impressions"])
        assert re.fullmatch(r"\d+", row["app opens"])
        assert float(row["engagement rate"]) == float(row["engagements"]) / float(row["impressions"])
        assert {value for column, value in row.items() if column.startswith("promoted")} == {"-"}
        assert "\n" in row["Tweet text"]
    assert all(month == sorted(month, reverse=True) for month in times.values())
