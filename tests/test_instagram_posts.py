"""Posts, reels and stories of Instagram: what is read when, what is refused, missed, gone and lost."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.instagram_twin import BEGUN, NOW, POSTS, Reader, instagram_world
from twin.fakes import graph_paging, instagram
from twin.fakes.graph_error import missing_object
from twin.fakes.instagram_media import hides_likes
from twin.social import SocialAccount, SocialPost
from warehouse.home import Home

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MEASURED = "views, reach, shares, saves, interactions"


@pytest.fixture
def reader(home: Home, monkeypatch: pytest.MonkeyPatch) -> Reader:
    return Reader(home, monkeypatch, instagram_world())


def present(reader: Reader, where: str = "true") -> list[str]:
    return [name for (name,) in reader.rows("posts", "post_id", f"not is_missing and {where}")]


def test_the_first_sync_reads_everything_with_the_figures_of_its_moment(reader: Reader) -> None:
    attempt = reader.sync(streams=POSTS)["posts"]
    assert (attempt.status, attempt.reason) == ("ok", None)
    expected = {post.id: post for post in [*reader.posts(NOW), *reader.stories(NOW)]}
    rows = reader.rows("posts", f"post_id, observed_at, content_type, text, comments, {MEASURED}")
    assert {row[0] for row in rows} == set(expected)
    assert len(rows) == len(expected)
    for name, at, kind, text, comments, views, reach, shares, saves, interactions in rows:
        told = reader.account.counters(name, at)
        assert (kind, text) == (expected[name].content_type, expected[name].body)
        assert (views, reach, shares) == (told["views"], told["reach"], told["shares"])
        assert interactions == sum(told[each] for each in ("likes", "comments", "shares", "saves"))
        is_story = kind == "story"
        assert (comments, saves) == ((None, None) if is_story else (told["comments"], told["saves"]))


def test_each_product_has_its_own_metrics_and_nothing_is_zero_that_is_absent(reader: Reader) -> None:
    reader.sync(streams=POSTS)
    kinds = {row[0]: row[1:] for row in reader.rows("posts", "content_type, watch_seconds, follows, clicks")}
    assert set(kinds) >= {"reel", "story"} and set(kinds) & {"image", "carousel"}
    for kind, (watched, follows, clicks) in kinds.items():
        assert (watched is not None) == (kind == "reel"), kind
        assert (follows is None) == (kind in ("reel", "video")), kind
        assert (clicks is not None) == (kind == "story"), kind


def test_hidden_likes_come_from_insights(reader: Reader) -> None:
    reader.sync(streams=POSTS)
    hidden = {post.id for post in reader.posts(NOW) if hides_likes(post)}
    assert hidden
    for name, likes, at in reader.rows("posts", "post_id, likes, observed_at", "content_type <> 'story'"):
        assert likes == reader.account.counters(name, at)["likes"], name in hidden


def test_a_sync_between_two_daily_ones_reads_stories_and_young_posts_only(reader: Reader) -> None:
    reader.sync(streams=POSTS)
    later = NOW + 3 * HOUR
    assert reader.sync(later, POSTS)["posts"].status == "ok"
    young = {post.id for post in reader.posts(later) if post.posted_at > later - 2 * DAY}
    assert set(present(reader, f"observed_at >= '{later}'")) == young | {
        story.id for story in reader.stories(later)
    }


def test_posts_that_are_no_longer_young_wait_for_the_daily_sync(reader: Reader) -> None:
    for number in range(18):
        reader.sync(NOW + number * 3 * HOUR, POSTS)
    rows = reader.rows("posts", "posted_at, observed_at", "content_type <> 'story' and not is_missing")
    older = {at.replace(second=0, microsecond=0) for posted_at, at in rows if posted_at < at - 2 * DAY}
    assert older == {NOW, NOW + DAY, NOW + 2 * DAY}
    young = {at.replace(second=0, microsecond=0) for posted_at, at in rows if posted_at > at - 2 * DAY}
    assert len(young) > len(older)


def test_the_daily_sync_reads_ninety_days_and_the_monthly_one_the_rest(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = Reader(home, monkeypatch, instagram_world(datetime(2026, 6, 1)))
    reader.sync(streams=POSTS)
    for days in (1, 31):
        later = NOW + days * DAY
        reader.sync(later, POSTS)
        seen = set(present(reader, f"observed_at >= '{later}'"))
        old = {post.id for post in reader.posts(later) if post.posted_at < later - 91 * DAY}
        young = {post.id for post in reader.posts(later) if post.posted_at > later - 89 * DAY}
        assert young <= seen
        assert old and (old & seen == (set() if days == 1 else old))


def test_no_post_has_two_observations_of_one_sync(reader: Reader) -> None:
    for hours in (0, 3, 24, 27):
        reader.sync(NOW + hours * HOUR, POSTS)
    rows = reader.rows("posts", "post_id, sync_id")
    assert len(set(rows)) == len(rows)


def test_pages_that_overlap_give_each_post_once(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    offset = graph_paging._offset
    monkeypatch.setattr(graph_paging, "_offset", lambda cursor: max(offset(cursor) - 2, 0))
    monkeypatch.setattr("twin.fakes.instagram.MOST_MEDIA", 10)
    assert reader.sync(streams=POSTS)["posts"].status == "ok"
    rows = present(reader, "content_type <> 'story'")
    assert sorted(rows) == sorted(post.id for post in reader.posts(NOW))


def test_what_is_no_media_is_refused_and_the_rest_lands(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = instagram.media
    odd = {
        0: "text",
        1: {"id": None},
        2: {"timestamp": "soon"},
        3: {"media_type": "HOLOGRAM", "media_product_type": ""},
    }
    number = iter(range(10_000))

    def media(*asked: Any) -> Any:
        right, wrong = shown(*asked), odd.get(next(number), {})
        return {**right, **wrong} if isinstance(wrong, dict) else wrong

    monkeypatch.setattr(instagram, "media", media)
    attempt = reader.sync(streams=POSTS)["posts"]
    assert (attempt.status, attempt.refused) == ("ok", 4)
    assert attempt.rows == len(reader.posts(NOW)) + len(reader.stories(NOW)) - 4


def test_a_deleted_post_is_asked_for_twice_and_lands_as_missing(reader: Reader) -> None:
    reader.sync(NOW - 30 * DAY, POSTS)
    before = {post.id for post in reader.posts(NOW - 30 * DAY)}
    gone = before - {post.id for post in reader.posts(NOW)}
    assert gone, "the world deletes a post in those days"
    for day in range(4):
        reader.sync(NOW + day * DAY, POSTS)
    where = f"is_missing and post_id in ({str(gone)[1:-1]})"
    rows = reader.rows("posts", "post_id, posted_at, views, content_type", where)
    assert {row[0] for row in rows} == gone
    assert all(row[1] and row[2] is None and row[3] for row in rows)
    assert len(rows) == 3 * len(gone)  # from then on it counts as deleted


def test_a_post_that_is_not_there_only_for_a_moment_is_not_missed(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = Reader(home, monkeypatch, instagram_world(datetime(2026, 5, 20)))
    reader.sync(streams=POSTS)
    asked: list[str] = []
    later = NOW + 31 * DAY  # posts of more than 90 days are asked for by id, where they are on no page

    def moody(account: SocialAccount, name: str) -> SocialPost:
        asked.append(name)
        post = account.find(name, reader.clock.now())
        if post is None or (post.posted_at < later - 100 * DAY and asked.count(name) == 1):
            raise missing_object(name)
        return post

    monkeypatch.setattr("twin.fakes.instagram.MOST_MEDIA", 10)
    monkeypatch.setattr(reader.fake, "post_of", moody)
    assert reader.sync(later, POSTS)["posts"].status == "ok"
    old = {post.id for post in reader.posts(later) if post.posted_at < later - 100 * DAY}
    assert old and old <= set(present(reader, f"observed_at >= '{later}'"))
    assert not {row[0] for row in reader.rows("posts", "post_id", "is_missing")} & old


def test_a_new_post_whose_insights_are_not_there_yet_is_left_for_the_next_sync(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest = reader.posts(NOW)[0]

    def without(account: SocialAccount, name: str) -> SocialPost:
        post = account.find(name, reader.clock.now())
        if post is None or post == newest:
            raise missing_object(name)
        return post

    with monkeypatch.context() as patch:
        patch.setattr(reader.fake, "post_of", without)
        attempt = reader.sync(streams=POSTS)["posts"]
    assert (attempt.status, attempt.failure) == ("partial", "gone")
    assert f"media {newest.id}" in attempt.left
    assert reader.memory().stream("posts").coverage.stretches == [], "nothing counts as listed"
    later = NOW + 5 * DAY
    assert reader.sync(later, POSTS)["posts"].status == "ok"
    assert newest.id in present(reader)


def test_media_from_before_the_account_was_professional_is_skipped_quietly(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    switched = BEGUN + 20 * DAY
    reader = Reader(home, monkeypatch, instagram_world(), professional_since=switched)
    attempt = reader.sync(streams=POSTS)["posts"]
    assert (attempt.status, attempt.remarks, attempt.left) == ("ok", None, None)
    old = {post.id for post in reader.posts(NOW) if post.posted_at < switched}
    rows = {
        name: (views, comments) for name, views, comments in reader.rows("posts", "post_id, views, comments")
    }
    assert old and all(rows[name][0] is None and rows[name][1] is not None for name in old)
    assert set(reader.memory().notes["media_without_insights"]) == old
    again = reader.sync(NOW + DAY, POSTS)["posts"]
    assert (again.status, again.remarks) == ("ok", None)
    assert {row[0] for row in reader.rows("posts", "post_id", "views is null and not is_missing")} == old


def test_late_insights_are_absent_and_not_zero(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = Reader(home, monkeypatch, instagram_world(), latency=2 * DAY)
    reader.sync(streams=POSTS)
    young = {post.id for post in reader.posts(NOW) if post.posted_at > NOW - 2 * DAY}
    assert young
    assert {
        row[0] for row in reader.rows("posts", "post_id", "views is null and content_type <> 'story'")
    } == young


def test_a_refused_metric_is_found_left_out_and_tried_again_after_thirty_days(reader: Reader) -> None:
    reader.fake.faults.switch_on("retired_metric", metric="saved")
    attempt = reader.sync(streams=POSTS)["posts"]
    assert attempt.status == "ok"
    assert "feed.saved is not given any more" in attempt.remarks
    assert set(attempt.dead_metrics.split(", ")) >= {"feed.saved", "reels.saved"}
    rows = reader.rows("posts", "saves, views, reach, shares", "content_type <> 'story'")
    assert rows and all(row[0] is None and None not in row[1:] for row in rows)
    reader.fake.faults.switch_off()
    reader.sync(NOW + 29 * DAY, POSTS)
    assert "feed.saved" in reader.memory().dead_metrics
    reader.sync(NOW + 30 * DAY, POSTS)
    assert "feed.saved" not in reader.memory().dead_metrics
    assert reader.rows("posts", "saves", f"saves is not null and observed_at >= '{NOW + 30 * DAY}'")


def test_the_instagram_login_reads_the_same_without_batches(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = Reader(home, monkeypatch, instagram_world(), product="instagram_login")
    assert reader.sync(streams=POSTS)["posts"].status == "ok"
    assert set(present(reader)) == {post.id for post in [*reader.posts(NOW), *reader.stories(NOW)]}
    assert {method for method, _, _ in reader.fake.log} == {"GET"}


def test_days_back_of_the_configuration_are_where_a_first_run_ends(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = Reader(home, monkeypatch, instagram_world(), extra=", days_back: 14")
    for day in range(3):
        assert reader.sync(NOW + day * DAY, POSTS)["posts"].status == "ok"
    expected = {post.id for post in reader.posts(NOW + 2 * DAY) if post.posted_at >= NOW - 14 * DAY}
    assert set(present(reader, "content_type <> 'story'")) >= expected
    oldest = reader.rows("posts", "min(posted_at) over ()")[0][0]
    assert oldest >= NOW - 14 * DAY


def test_a_first_run_that_is_cut_short_goes_on_where_it_stopped(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = Reader(home, monkeypatch, instagram_world(), calls_a_day=20)
    first = reader.sync(streams=POSTS)["posts"]
    assert (first.status, first.failure) == ("partial", "quota")
    assert reader.memory().stream("posts").coverage.gaps(BEGUN, NOW)
    for day in range(1, 6):
        last = reader.sync(NOW + day * 25 * HOUR, POSTS)["posts"]
    assert last.reason is None or last.failure == "quota"
    reader.fake.usage._calls_a_day = 10_000
    end = NOW + 6 * 25 * HOUR
    assert reader.sync(end, POSTS)["posts"].status == "ok"
    assert {post.id for post in reader.posts(end)} <= set(present(reader))
    assert reader.memory().stream("posts").coverage.gaps(BEGUN, end) == []
