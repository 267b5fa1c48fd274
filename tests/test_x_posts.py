"""Posts of X as they land: all, once a sync, with counters of their whole life; edited, deleted, old ones."""

import json
from datetime import datetime, timedelta

import pytest

from assets.sync.known import known_posts
from tests.x_account import NOW, Planned, XAccount, series, snowflake
from tests.x_office import STREAMS, office
from twin.fakes import x_posts

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def desk(home, monkeypatch):
    """Builds an office of one account with these posts."""
    return lambda *planned, **options: office(home, monkeypatch, XAccount(*planned), **options)


def known(made):
    return known_posts(made.home, "x", "acme", made.account.profile.account_id)


def test_the_first_sync_reads_all_posts_once_on_all_pages_and_no_reposts(desk):
    made = desk(*series(350, timedelta(hours=7)))
    attempt = made.attempt()
    assert (attempt.status, attempt.reason, attempt.rows) == ("ok", None, 350)
    assert made.observed(attempt) == [each.id for each in made.account.planned]
    assert any(each.is_repost for each in x_posts.timeline(made.account, NOW))
    assert not any(row["text"].startswith("RT") for row in made.rows())


def test_every_counter_lands_under_its_name_and_nothing_is_made_up(desk):
    young, old = Planned(NOW - 30 * HOUR, "Read #Golf and #golf #Tee", "link"), Planned(NOW - 40 * DAY)
    made = desk(young, old)
    made.attempt()
    second, first = sorted(made.rows(), key=lambda row: row["posted_at"])
    counted = made.account.counters(young.id, NOW)
    names = ("impressions", "likes", "comments", "shares", "quotes", "saves", "clicks", "profile_clicks")
    assert {name: first[name] for name in names} == {name: counted[name] for name in names}
    assert first["engagements"] == sum(
        counted[name]
        for name in ("likes", "comments", "shares", "quotes", "saves", "clicks", "profile_clicks")
    )
    assert (first["views"], first["reach"], first["video_views"], first["watch_seconds"]) == (None,) * 4
    assert second["likes"] == made.account.counters(old.id, NOW)["likes"]
    assert (second["clicks"], second["profile_clicks"], second["engagements"]) == (None, None, None)
    assert first["hashtags"] == ["golf", "tee"] and first["content_type"] == "link"
    assert (first["posted_at"], first["permalink"]) == (young.posted_at, f"https://x.com/i/status/{young.id}")
    assert (first["vocabulary"], first["endpoint"], first["api_version"]) == ("post", "timeline", "2")
    assert json.loads(first["payload"])["id"] == young.id


@pytest.mark.parametrize(
    ("given", "landed"),
    [("text", "text"), ("image", "image"), ("carousel", "carousel"), ("video", "video"), ("link", "link")],
)
def test_the_kind_of_a_post_is_told_by_its_media_and_its_links(desk, given, landed):
    made = desk(Planned(NOW - HOUR, content_type=given))
    made.attempt()
    assert [row["content_type"] for row in made.rows()] == [landed]


def test_a_long_text_lands_whole(desk):
    made = desk(Planned(NOW - HOUR, "word " * 100 + "#last"))
    made.attempt()
    assert made.rows()[0]["text"] == "word " * 100 + "#last" and made.rows()[0]["hashtags"] == ["last"]


def test_ids_beyond_two_to_the_53_keep_every_digit(desk):
    made = desk(Planned(NOW - HOUR))
    made.attempt()
    (row,) = made.rows()
    assert row["post_id"] == snowflake(NOW - HOUR) and int(row["post_id"]) > 2**53
    assert row["account_id"] == "1700000000000000001"


def test_posts_up_to_29_days_are_asked_with_private_metrics_and_older_ones_without(desk):
    made = desk(*series(80, DAY, newest=NOW - HOUR))
    attempt = made.attempt()
    assert len(made.observed(attempt)) == 80
    clicks = {row["posted_at"]: row["profile_clicks"] for row in made.rows()}
    assert all((clicks[at] is not None) == (at > NOW - timedelta(days=29)) for at in clicks)


def test_a_rerun_reads_what_is_young_again_and_doubles_nothing(desk):
    made = desk(*series(60, timedelta(hours=10)))
    made.attempt()
    again = made.attempt(NOW + HOUR)
    seen = made.observed(again)
    assert len(seen) == len(set(seen))
    assert seen == [each.id for each in made.account.planned if each.posted_at > NOW + HOUR - 2 * DAY]
    rows = made.rows()
    assert len({(row["post_id"], row["sync_id"]) for row in rows}) == len(rows)


@pytest.mark.parametrize(
    ("age", "every"),
    [
        (timedelta(days=5), 6 * HOUR),
        (timedelta(days=20), DAY),
        (timedelta(days=60), 3 * DAY),
        (100 * DAY, 30 * DAY),
    ],
)
def test_older_posts_are_read_again_when_their_age_says_so(desk, age, every):
    made = desk(Planned(NOW - age), Planned(NOW - HOUR))
    made.attempt()
    assert made.account.planned[0].id not in made.observed(
        made.attempt(NOW + every - 30 * timedelta(minutes=1))
    )
    assert made.account.planned[0].id in made.observed(made.attempt(NOW + every))


def test_posts_published_between_two_syncs_are_read_whatever_the_time_between(desk):
    made = desk(*series(40, 6 * HOUR, newest=NOW + 9 * DAY))
    made.attempt()
    later = NOW + 10 * DAY
    made.attempt(later)
    assert set(known(made)) == {each.id for each in made.account.planned}


def test_the_edits_of_a_post_are_one_post_counted_over_all_its_versions(desk):
    posted = NOW - 5 * HOUR
    made = desk(Planned(posted, edits=[posted + 20 * timedelta(minutes=1), NOW + 10 * timedelta(minutes=1)]))
    first = made.attempt(posted + timedelta(minutes=5))
    second = made.attempt(NOW)
    third = made.attempt(NOW + HOUR)
    rows = {row["sync_id"]: row for row in made.rows()}
    assert len(rows) == 3 and {row["post_id"] for row in rows.values()} == {snowflake(posted)}
    versions = [rows[each.sync_id]["version_id"] for each in (first, second, third)]
    assert versions == [snowflake(at) for at in (posted, *made.account.planned[0].edits)]
    assert {row["posted_at"] for row in rows.values()} == {posted}
    assert [rows[each.sync_id]["edited_at"] for each in (first, second)] == [
        None,
        posted + timedelta(minutes=20),
    ]
    for attempt, at in ((second, NOW), (third, NOW + HOUR)):
        counted = made.account.counters(snowflake(posted), at)
        assert rows[attempt.sync_id]["likes"] == counted["likes"]
        assert rows[attempt.sync_id]["profile_clicks"] == counted["profile_clicks"]


def test_an_edit_is_noticed_when_the_post_is_asked_for_by_its_old_id(desk):
    posted = NOW - 10 * DAY
    made = desk(Planned(posted))
    made.attempt()
    made.account.planned[0].edits.append(NOW + HOUR)
    attempt = made.attempt(NOW + 2 * DAY)
    (row,) = made.rows(sync_id=attempt.sync_id)
    assert (row["post_id"], row["version_id"]) == (snowflake(posted), snowflake(NOW + HOUR))
    assert row["likes"] == made.account.counters(snowflake(posted), NOW + 2 * DAY)["likes"]


def test_a_deleted_post_is_missed_three_times_on_two_days_and_then_counts_as_gone(desk):
    gone = Planned(NOW - HOUR, deleted_at=NOW + timedelta(minutes=10))
    made = desk(gone, Planned(NOW - 2 * HOUR))
    made.attempt()
    misses = []
    for hour in (1, 2, 3, 4):
        misses += made.observed(made.attempt(NOW + hour * HOUR), missing=True)
        assert not known(made)[gone.id].is_gone
    assert misses == [gone.id] * 4
    made.attempt(NOW + 16 * HOUR)
    assert known(made)[gone.id].is_gone
    assert made.observed(made.attempt(NOW + 17 * HOUR), missing=True) == []
    missing = [row for row in made.rows() if row["is_missing"]]
    assert all(row["likes"] is None and row["impressions"] is None for row in missing)
    assert all(row["posted_at"] == gone.posted_at for row in missing)
    assert "resource-not-found" in missing[0]["payload"]


def test_a_post_that_comes_back_is_not_gone(desk):
    post = Planned(NOW - HOUR, deleted_at=NOW + timedelta(minutes=10))
    made = desk(post, Planned(NOW - 2 * HOUR))
    made.attempt()
    made.attempt(NOW + HOUR)
    post.deleted_at = None
    made.attempt(NOW + 2 * HOUR)
    assert (known(made)[post.id].misses, known(made)[post.id].is_gone) == (0, False)


def test_two_accounts_keep_their_posts_apart(home, monkeypatch):
    accounts = (XAccount(*series(5, DAY)), XAccount(*series(7, DAY), handle="other", number=2))
    made = office(home, monkeypatch, *accounts)
    assert [attempt.rows for attempt in made.sync()] == [5, 7]
    assert {row["account_id"] for row in made.rows()} == {each.profile.account_id for each in accounts}


def test_an_account_configured_by_its_name_is_found_by_it(home, monkeypatch):
    made = office(home, monkeypatch, XAccount(*series(5, DAY)))
    text = made.home.config_file.read_text().replace(made.account.profile.account_id, "acmegolf")
    made.home.config_file.write_text(text)
    first, second = made.attempt(), made.attempt(NOW + HOUR)
    assert (first.status, first.rows, second.status) == ("ok", 5, "ok")
    assert {row["account_id"] for row in made.rows()} == {"acmegolf"}
    assert len(made.calls("by/username")) == 1 and first.cost_microusd == 15_000


@pytest.mark.parametrize("order", [1, -1])
def test_more_posts_than_x_lists_are_told_as_lost_once_whatever_is_read_first(desk, order):
    made = desk(*series(3300, HOUR))
    attempts = (
        made.sync(NOW, STREAMS[::order]) + made.sync(NOW + HOUR, STREAMS) + made.sync(NOW + 2 * HOUR, STREAMS)
    )
    posts = [attempt for attempt in attempts if attempt.stream == "posts"]
    assert posts[0].status == "ok" and posts[0].rows < 3300
    (lost,) = [attempt.lost for attempt in posts if attempt.lost]
    assert lost.startswith("posts beyond the newest 3,200 of ")


def test_days_back_says_how_far_a_first_sync_goes(desk):
    made = desk(*series(60, DAY))
    attempt = made.attempt(days_back=10)
    assert attempt.rows == 10
    assert made.attempt(NOW + HOUR).rows == 2 + 50


def test_an_account_tells_how_many_follow_it(desk):
    made = desk(*series(3, DAY))
    attempt = made.attempt(streams=STREAMS[:1])
    (row,) = made.rows("audience")
    assert (row["handle"], row["name"], row["followers"], row["following"]) == (
        "acmegolf",
        "Acme Golf",
        8123,
        210,
    )
    assert row["posts"] >= 3 and row["likes_received"] is None and row["observed_at"] >= NOW
    assert (attempt.status, attempt.cost_microusd) == ("ok", 10_000)
    assert made.attempt(NOW + HOUR, streams=STREAMS[:1]).cost_microusd == 0
    assert made.attempt(NOW + DAY, streams=STREAMS[:1]).cost_microusd == 10_000


def test_moments_of_the_first_sync_are_kept_as_utc_without_a_zone(desk):
    made = desk(Planned(datetime(2026, 11, 1, 9, 30)))
    made.attempt()
    assert made.rows()[0]["posted_at"] == datetime(2026, 11, 1, 9, 30)
