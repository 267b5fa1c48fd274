"""The demonstration's posts: a publishing tool's exports and X's own, read back with plain code."""

import csv
import json
import re
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from twin import demo

AS_OF = datetime(2026, 11, 20, 9, 0)
BUSINESSES = {"fairway": "America/New_York", "spreewerk": "Europe/Berlin"}
METRICS = {
    "twitter": {"likes", "replies", "retweets", "quotes", "bookmarks", "impressions", "clicks"},
    "linkedin": {"likes", "comments", "shares", "impressions", "reach", "clicks"},
    "instagram": {"likes", "comments", "shares", "saves", "views", "reach"},
    "facebook": {"likes", "comments", "shares", "views", "reach", "clicks"},
    "tiktok": {"likes", "comments", "shares", "views"},
}
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
def snapshots(demonstration, business):
    """The records of each export, oldest first, without the one that is wrong on purpose."""
    paths = sorted((demonstration[0] / "inbox" / business).glob("social-posts*.json"))
    exported = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
    return [[each for each in export if each.get("posted_at") != "yesterday evening"] for export in exported]


def when(text):
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")


def x_header():
    """The columns of a download: every measure also with the word promoted before it."""
    columns = X_COLUMNS.split(",")
    return [*columns, *(f"promoted {each}" for each in columns[4:])]


def x_rows(home):
    for path in sorted((home / "inbox" / "fairway").glob("tweet_activity_metrics_*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            yield from ((path.stem, row) for row in csv.DictReader(file))


def test_published_posts_have_the_documented_shape_and_the_metrics_of_their_platform(snapshots):
    for record in (each for export in snapshots for each in export if each["status"] == "posted"):
        assert {"id", "platform", "account_id", "text", "content_type"} <= record.keys()
        assert record["metrics"].keys() - {"video_views"} == METRICS[record["platform"]]
        assert all(isinstance(value, int) and value >= 0 for value in record["metrics"].values())
        assert record["posted_at"] <= record["metrics_at"]
        assert all(f"#{tag}" in record["text"] for tag in record.get("hashtags", []))


def test_what_is_not_published_is_in_the_newest_export_only_and_has_no_metrics(snapshots):
    *older, newest = snapshots
    assert {each["status"] for export in older for each in export} == {"posted"}
    assert {each["status"] for each in newest} == {"posted", "scheduled", "draft", "failed"}
    unpublished = [each for each in newest if each["status"] != "posted"]
    assert not any(each.keys() & {"metrics", "metrics_at", "posted_at"} for each in unpublished)
    assert all(when(each["scheduled_for"]) > AS_OF for each in unpublished if each["status"] == "scheduled")


def test_a_scheduled_post_is_published_within_a_minute(snapshots):
    for each in (each for export in snapshots for each in export if "posted_at" in each):
        if "scheduled_for" in each:
            delay = when(each["posted_at"]) - when(each["scheduled_for"])
            assert timedelta(0) < delay < timedelta(minutes=1)


def test_a_post_is_in_an_export_once_and_its_counters_never_decrease(snapshots):
    seen = defaultdict(list)
    for export in snapshots:
        assert len({each["id"] for each in export}) == len(export)
        for each in export:
            seen[each["id"]].append(each.get("metrics", {}))
    for metrics in seen.values():
        for before, after in pairwise(metrics):
            assert before.keys() == after.keys()
            assert all(before[name] <= after[name] for name in before)
    assert max(map(len, seen.values())) > 20


def test_exports_are_daily_in_the_last_three_weeks_and_weekly_before_on_local_evenings(snapshots, business):
    *evenings, last = (when(export[0]["metrics_at"]).replace(tzinfo=ZoneInfo("UTC")) for export in snapshots)
    walls = [moment.astimezone(ZoneInfo(BUSINESSES[business])) for moment in evenings]
    assert last.replace(tzinfo=None) == AS_OF - timedelta(minutes=5)
    assert {(wall.hour, wall.minute) for wall in walls} == {(23, 30)}
    assert len({wall.utcoffset() for wall in walls}) == 2, "the clocks change inside the 180 days"
    gaps = [(after.date() - before.date()).days for before, after in pairwise(walls)]
    assert set(gaps[:20]) == {7}
    assert set(gaps[-20:]) == {1}


def test_every_published_post_is_in_a_file(demonstration, snapshots, business):
    home, key = demonstration
    posted = {
        (each["platform"].replace("twitter", "x"), each["id"])
        for export in snapshots
        for each in export
        if each["status"] == "posted"
    }
    if business == "fairway":
        exported = {("x", row["Tweet id"]) for _, row in x_rows(home)}
        assert len(exported) > 40
        assert not exported & posted
        posted |= exported
    assert Counter(platform for platform, _ in posted) == key.of(business).posts
    assert 350 <= len(posted) <= 500


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
