"""Facebook when things go wrong: nothing is lost or doubled, the reason is told, the gap is closed."""

from datetime import date, timedelta

import pytest

from assets.facebook import account_days, audience, posts
from tests.facebook_twin import NOW, STREAMS, Reader, page_world
from twin.fakes.faults import NAMES, Faults

DAY = timedelta(days=1)
FIRST = date(2026, 7, 31)  # the world begins at midnight UTC, when it is still July in California
TODAY, TOMORROW = date(2026, 11, 19), date(2026, 11, 20)  # the last closed days in California
# What is told of each fault, by the kind of its reason; None: the sync gets over it.
TOLD = {
    "expired_token": "token",
    "rate_limited": "quota",
    "retired_metric": None,
    "retired_version": "version",
    "server_errors": "network",
    "slow": "network",
    "truncated_body": "network",
    "repeated_cursor": "paging",
    "empty_ok": None,
    "missing_permission": "permission",
    "clock_skew": None,
}
DETAILS = {
    "slow": {"seconds": 45.0},
    "clock_skew": {"seconds": 900.0},
    "retired_metric": {"metric": "post_clicks"},
}


@pytest.fixture
def reader(home, monkeypatch):
    return Reader(home, monkeypatch, page_world(pages=2))


def assert_whole(reader, last):
    """Every post of every Page has been seen, every day to the last is there, nothing twice in one sync."""
    seen = reader.rows("posts", "account_id, post_id, sync_id, is_missing")
    assert len({row[:3] for row in seen}) == len(seen)
    days = reader.rows("account_days", "account_id, day, sync_id")
    assert len(set(days)) == len(days)
    for page in reader.world.of("facebook"):
        own = page.profile.account_id
        assert {row[1] for row in seen if row[0] == own and not row[3]} >= {
            post.id for post in page.posts(NOW)
        }
        told = sorted({row[1] for row in days if row[0] == own})
        assert told == [FIRST + timedelta(days=n) for n in range((last - FIRST).days + 1)]


def test_every_fault_is_in_the_table():
    assert set(TOLD) == set(NAMES)


@pytest.mark.parametrize("fault", NAMES)
def test_a_fault_hits_one_page_is_told_and_made_good(reader, fault):
    reader.fake.faults.switch_on(fault, reader.page_id, **DETAILS.get(fault, {}))
    own, _, made = reader.synced()
    others = [one for one in made if one.account_id != reader.page_id]
    assert {one.status for one in others} == {"ok"}, [one.reason for one in others]
    kinds = {one.failure for one in own.values() if one.status in ("failed", "partial")}
    if TOLD[fault] is not None:
        assert kinds == {TOLD[fault]}
        assert own["posts"].reason
    reader.fake.faults.switch_off()
    after = reader.sync(NOW + DAY)
    assert {one.status for one in after.values()} == {"ok"}, [one.reason for one in after.values()]
    assert_whole(reader, TOMORROW)


def test_server_errors_that_pass_are_survived(reader):
    reader.fake.faults.switch_on("server_errors", times=3)
    assert {one.status for one in reader.synced()[2]} == {"ok"}
    assert_whole(reader, TODAY)


def test_a_short_throttle_is_waited_for_and_a_long_one_is_not(reader):
    reader.fake.faults.switch_on("rate_limited", reader.page_id, times=1, minutes=3)
    made, took, _ = reader.synced(streams=[audience.STREAM])
    assert (made["audience"].status, took >= timedelta(minutes=3)) == ("ok", True)
    reader.fake.faults.switch_on("rate_limited", reader.page_id, times=1, minutes=90)
    made, took, _ = reader.synced(NOW + DAY, streams=[audience.STREAM])
    assert (made["audience"].status, made["audience"].failure) == ("partial", "quota")
    assert took < timedelta(minutes=1)
    reader.fake.log.clear()
    held = reader.sync(NOW + DAY + timedelta(minutes=30), [audience.STREAM])["audience"]
    assert (held.failure, [entry for entry in reader.fake.log if reader.page_id in entry[1]]) == ("quota", [])
    assert reader.sync(NOW + DAY + timedelta(minutes=95), [audience.STREAM])["audience"].status == "ok"


def test_what_was_read_before_the_allowance_was_used_up_lands_and_nobody_calls_on(home, monkeypatch):
    reader = Reader(home, monkeypatch, page_world(), calls_a_day=55)
    made = reader.sync()
    assert (made["posts"].status, made["posts"].failure) == ("partial", "quota")
    assert {one.status for name, one in made.items() if name != "posts"} == {"skipped"}
    assert len(reader.rows("posts")) == 50, "the first batch; the second was more than was left"
    reader.fake.log.clear()
    assert reader.sync(NOW + timedelta(hours=3))["posts"].failure == "quota"
    assert reader.fake.log == []
    reader.fake.usage = type(reader.fake.usage)("pages", None)
    assert {one.status for one in reader.sync(NOW + timedelta(hours=25)).values()} == {"ok"}
    assert_whole(reader, TOMORROW)


@pytest.mark.parametrize("metric", ["post_media_view", "post_video_views", "post_reactions_by_type_total"])
def test_a_metric_that_died_is_left_out_told_and_the_others_are_read(reader, metric):
    reader.fake.faults.switch_on("retired_metric", reader.page_id, metric=metric)
    made = reader.sync(streams=[posts.STREAM])["posts"]
    assert (made.status, made.dead_metrics) == ("ok", metric)
    assert f"{metric} is not given any more (2026-11-20: (#100)" in made.remarks
    columns = {"post_media_view": "views", "post_video_views": "video_views"}
    is_own = f"account_id = '{reader.page_id}' and content_type = 'video'"
    rows = reader.rows("posts", "views, video_views, reach, clicks, likes", is_own)
    assert rows
    for row in rows:
        told = dict(zip(("views", "video_views", "reach", "clicks", "likes"), row, strict=True))
        gone = columns.get(metric)
        assert {name for name, value in told.items() if value is None} == ({gone} if gone else set())


def test_a_dead_metric_is_not_asked_for_again_for_30_days(reader):
    reader.fake.faults.switch_on("retired_metric", reader.page_id, metric="post_clicks")
    first = reader.sync(streams=[posts.STREAM])["posts"]
    second = reader.sync(NOW + DAY, [posts.STREAM])["posts"]
    assert second.calls < first.calls
    assert (second.remarks, second.dead_metrics) == (None, "post_clicks")
    reader.fake.faults.switch_off()
    for days, alive in ((29, False), (30, True)):
        at = NOW + timedelta(days=days)
        made = reader.sync(at, [posts.STREAM])["posts"]
        own = f"account_id = '{reader.page_id}' and observed_at >= '{at}'"
        assert {clicks is not None for (clicks,) in reader.rows("posts", "clicks", own)} == {alive}
        assert made.dead_metrics == (None if alive else "post_clicks")


def test_a_metric_of_days_that_died_leaves_only_its_own_column_empty(reader):
    reader.fake.faults.switch_on("retired_metric", reader.page_id, metric="page_views_total")
    assert reader.sync(streams=[account_days.STREAM])["account_days"].status == "ok"
    own = f"account_id = '{reader.page_id}'"
    rows = reader.rows("account_days", "profile_views, views, reach, followers, follows", own)
    assert len(rows) == 112
    assert all(row[0] is None and None not in row[1:] for row in rows)


class FromThen(Faults):
    """Server errors from a certain call on."""

    def __init__(self, calls):
        super().__init__()
        self.left = calls

    def active(self, name, account_id):
        if name != "server_errors":
            return None
        self.left -= 1
        return {} if self.left < 0 else None


@pytest.mark.parametrize("calls", [1, 2, 3, 5, 9, 13])
def test_a_sync_that_breaks_off_anywhere_loses_and_doubles_nothing(home, monkeypatch, calls):
    reader = Reader(home, monkeypatch, page_world())
    calm, reader.fake.faults = reader.fake.faults, FromThen(calls)
    broken = reader.sync(streams=STREAMS[:2])
    assert "network" in {one.failure for one in broken.values()}
    reader.fake.faults = calm
    assert {one.status for one in reader.sync(NOW + DAY).values()} == {"ok"}
    assert_whole(reader, TOMORROW)


def test_an_empty_listing_of_posts_that_are_there_is_told_and_read_again(reader):
    reader.sync()
    reader.fake.faults.switch_on("empty_ok", reader.page_id)
    empty = reader.sync(NOW + DAY)
    assert (empty["posts"].status, empty["posts"].failure) == ("partial", "empty")
    assert "the listing is empty, and yet 1 of them are there by id" in empty["posts"].left
    reader.fake.faults.switch_off()
    later = NOW + 5 * DAY
    assert reader.sync(later)["posts"].status == "ok"
    seen = {row[0] for row in reader.rows("posts", "post_id", f"account_id = '{reader.page_id}'")}
    assert seen == reader.expected(later)


def test_comments_that_may_not_be_read_are_told(reader):
    fault = {"permission": "pages_read_user_content"}
    reader.fake.faults.switch_on("missing_permission", reader.page_id, **fault)
    made = reader.sync()
    assert {name for name, one in made.items() if one.status != "ok"} == {"comments"}
    assert (made["comments"].failure, "pages_read_user_content" in made["comments"].reason) == (
        "permission",
        True,
    )
