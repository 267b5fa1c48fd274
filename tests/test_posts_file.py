"""Social posts: published, scheduled or failed, with metrics under whatever name the platform gives them."""

import json
from datetime import datetime

import pyarrow.parquet as pq
import pytest

from assets.posts_file.posts import KIND
from warehouse.configuration.loading import load
from warehouse.home import Home
from warehouse.intake import taking as intake
from warehouse.pseudonyms import InstallKey

NOW = datetime(2026, 3, 1, 12)
POST = {"id": 1, "platform": "linkedin", "posted_at": "2026-02-08T10:00:00Z"}
CONFIGURATION = "businesses: [{id: acme, name: Acme, timezone: America/New_York, currency: USD}]"
METRICS = (
    "impressions", "reach", "views", "likes", "comments", "shares", "quotes", "saves", "clicks",
    "video_views",
)  # fmt: skip


@pytest.fixture
def land(home: Home):
    """Drops posts and gives (outcome, rows that landed)."""
    home.config_file.write_text(CONFIGURATION)
    InstallKey.create(home)

    def landed(content):
        path = home.inbox / "acme" / "social-posts.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content))
        (outcome,) = intake.take(home, load(home), KIND, NOW, 0).files
        files = (home.raw / "posts_file/posts").rglob("*.parquet")
        return outcome, [row for path in files for row in pq.ParquetFile(path).read().to_pylist()]

    return landed


def metrics(row):
    return {name: row[name] for name in METRICS if row[name] is not None}


def test_a_full_post_lands_with_every_field(land):
    post = {
        **POST,
        "account_id": "acme-golf",
        "text": "Sunday #Golf and #golf &amp; more",
        "status": "Posted",
        "scheduled_for": "2026-02-08 05:00",
        "content_type": "image",
        "metrics": {name: number for number, name in enumerate(METRICS)},
        "metrics_at": "2026-02-20T10:00:00Z",
        "author_tool": "buffer",
    }
    _, (row,) = land({"posts": [post]})
    assert (row["post_id"], row["platform"], row["account_id"]) == ("1", "linkedin", "acme-golf")
    assert (row["text"], row["status"], row["content_type"]) == (post["text"], "posted", "image")
    assert row["hashtags"] == ["golf"]
    assert row["posted_at"] == row["scheduled_for"] == datetime(2026, 2, 8, 10)
    assert row["has_zone"] is False
    assert metrics(row) == post["metrics"]
    assert row["observed_at"] == row["metrics_at"] == datetime(2026, 2, 20, 10)
    assert json.loads(row["extra"]) == {"author_tool": "buffer"}


def test_what_is_absent_stays_absent(land):
    _, (row,) = land([{**POST, "metrics": {"likes": None, "reach": "", "clicks": 0}}])
    assert metrics(row) == {"clicks": 0}
    assert (row["metrics_at"], row["observed_at"]) == (None, NOW)


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("replies", "comments"),
        ("retweets", "shares"),
        ("reposts", "shares"),
        ("bookmarks", "saves"),
        ("link_clicks", "clicks"),
        ("url_clicks", "clicks"),
        ("plays", "views"),
        ("reactions", "likes"),
    ],
)
def test_a_metric_is_known_by_its_other_names(land, name, column):
    assert metrics(land([{**POST, "metrics": {name: "7"}}])[1][0]) == {column: 7}


def test_of_two_names_our_own_counts_and_the_other_is_kept(land):
    _, (row,) = land([{**POST, "metrics": {"retweets": 7, "shares": 5, "stars": 4.5}}])
    assert metrics(row) == {"shares": 5}
    assert json.loads(row["extra"]) == {"retweets": 7, "stars": 4.5}


def test_metrics_beside_the_post_are_read_too(land):
    assert metrics(land([{**POST, "likes": 5}])[1][0]) == {"likes": 5}


@pytest.mark.parametrize(
    ("platform", "known"),
    [("Twitter", "x"), ("X", "x"), ("ig", "instagram"), ("FB ", "facebook"), ("TikTok", "tiktok")],
)
def test_platforms_have_one_name_each(land, platform, known):
    assert land([{**POST, "platform": platform}])[1][0]["platform"] == known


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, "posted"),
        ({"posted_at": None, "scheduled_for": "2026-04-01T10:00:00Z"}, "scheduled"),
        ({"posted_at": None}, "draft"),
        ({"status": "failed"}, "failed"),
    ],
)
def test_a_post_without_a_status_has_the_one_that_its_times_say(land, fields, status):
    assert land([{**POST, **fields}])[1][0]["status"] == status


def test_a_published_post_has_to_say_when(land):
    outcome, rows = land([POST, {"id": 2, "platform": "x", "status": "posted"}])
    assert set(outcome.reasons) == {("rejected", "posted_at", "missing")}
    assert len(rows) == 1


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"metrics": {"likes": -1}}, "likes"),
        ({"metrics": {"retweets": "many"}}, "retweets"),
        ({"metrics": {"likes": 1.5}}, "likes"),
        ({"metrics": [1]}, "metrics"),
        ({"platform": None}, "platform"),
        ({"status": "live"}, "status"),
        ({"hashtags": {"a": 1}}, "hashtags"),
        ({"metrics_at": "soon"}, "metrics_at"),
    ],
)
def test_a_bad_value_refuses_its_row_and_names_its_field(land, fields, field):
    outcome, rows = land([POST, {**POST, "id": 2, **fields}])
    assert (outcome.rows, outcome.rejected, len(rows)) == (1, 1, 1)
    assert {name for _, name, _ in outcome.reasons} == {field}


def test_metrics_of_the_future_count_as_of_the_landing(land):
    outcome, (row,) = land([{**POST, "metrics_at": "2026-03-05T00:00:00Z"}])
    assert outcome.notices == 1
    assert (row["metrics_at"], row["observed_at"]) == (datetime(2026, 3, 5), NOW)


def test_the_same_id_on_two_platforms_is_two_posts(land):
    assert land([POST, {**POST, "platform": "x"}])[0].notices == 0
    assert land([POST, {**POST, "text": "changed"}])[0].notices == 1


def test_ids_are_text_to_the_last_digit(land):
    assert land([{**POST, "id": 812369747765362688}])[1][0]["post_id"] == "812369747765362688"
