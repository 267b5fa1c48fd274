"""The Facebook connector against the fake Pages: what lands is what the Page showed, sync after sync."""

import json
from datetime import date, datetime, timedelta

import pytest

from assets.facebook import account_days, comments, posts
from tests.facebook_twin import NOW, STREAMS, Reader, page_world
from twin.fakes.graph_times import midnight
from twin.fakes.tokens import first_token
from twin.social import SocialWorld

DAY = timedelta(days=1)
COUNTERS = "post_id, observed_at, views, reach, likes, comments, shares, clicks, video_views, watch_seconds"


@pytest.fixture
def reader(home, monkeypatch):
    return Reader(home, monkeypatch, page_world())


def test_all_streams_are_read(reader):
    made = reader.sync()
    assert {name: (one.status, one.reason, one.left) for name, one in made.items()} == {
        stream.name: ("ok", None, None) for stream in STREAMS
    }
    assert all(one.api_version_ends_on == date(2028, 7, 29) for one in made.values())
    assert all(one.refused == 0 for one in made.values())


def test_posts_land_with_the_counters_that_the_page_showed(reader):
    reader.sync(streams=[posts.STREAM])
    rows = reader.rows("posts", COUNTERS)
    assert {row[0] for row in rows} == reader.expected(NOW)
    assert len(rows) == len(reader.expected(NOW))
    for post_id, seen, views, reach, likes, commented, shares, clicks, video_views, seconds in rows:
        true, kind = reader.page.counters(post_id, seen), reader.page.find(post_id, seen).content_type
        assert (views, reach, likes, commented) == tuple(
            true[n] for n in ("views", "reach", "likes", "comments")
        )
        assert (shares, clicks) == (true["shares"], true["clicks"]), "shares that are absent are none"
        is_moving = kind in ("video", "reel")
        assert video_views == (true["video_views"] if is_moving else None)
        assert seconds == (true["watch_ms"] / 1000 if is_moving else None)


def test_posts_land_with_what_they_are(reader):
    reader.sync(streams=[posts.STREAM])
    columns = "post_id, posted_at, text, permalink, content_type, hashtags, is_missing, endpoint, api_version"
    for post_id, posted_at, text, link, kind, tags, is_missing, endpoint, version in reader.rows(
        "posts", columns
    ):
        post = reader.page.find(post_id, NOW)
        assert (posted_at, text, kind) == (
            post.posted_at.replace(microsecond=0),
            post.body,
            post.content_type,
        )
        assert tuple(tags) == post.hashtags
        assert post_id.partition("_")[2] in link
        assert (is_missing, endpoint, version) == (False, "published_posts", "v25.0")


def test_the_payload_has_everything_that_came_and_no_token(reader):
    reader.sync()
    [first] = {row[0] for row in reader.rows("posts", "payload")[:1]}
    said = json.loads(first)
    assert (
        sum(said["insights"]["post_reactions_by_type_total"].values())
        == said["reactions_total"]["summary"]["total_count"]
    )
    token = first_token("facebook", reader.page_id)
    kept = [path for path in reader.home.root.rglob("*") if path.is_file()]
    assert len(kept) > 8
    assert [path for path in kept if token.encode() in path.read_bytes()] == []


def test_young_posts_are_read_every_day_and_old_ones_every_month(reader):
    reader.sync(streams=[posts.STREAM])
    reader.sync(NOW + DAY, [posts.STREAM])
    again = reader.rows("posts", "post_id, posted_at", f"observed_at >= '{NOW + DAY}'")
    assert {post_id for post_id, _ in again} == {
        post.id for post in reader.page.posts(NOW + DAY) if post.posted_at > NOW + DAY - timedelta(days=90)
    }
    assert len(again) == len({post_id for post_id, _ in again})
    month = NOW + timedelta(days=31)
    reader.sync(month, [posts.STREAM])
    after = {row[0] for row in reader.rows("posts", "post_id", f"observed_at >= '{month}'")}
    assert after == reader.expected(month)


def test_a_second_sync_lists_only_the_last_two_days(reader):
    first = reader.sync(streams=[posts.STREAM])["posts"]
    reader.fake.log.clear()
    second = reader.sync(NOW + timedelta(hours=1), [posts.STREAM])["posts"]
    listed = [entry for entry in reader.fake.log if entry[1].endswith("/published_posts")]
    assert (second.status, len(listed)) == ("ok", 1)
    assert second.calls < first.calls


def test_a_post_that_is_deleted_is_missed_until_it_counts_as_gone(reader):
    reader.sync(streams=[posts.STREAM])
    gone = reader.page.posts(NOW)[10]
    reader.page.deleted_at[gone.id] = NOW + timedelta(hours=2)
    for number in range(1, 6):
        reader.sync(NOW + DAY * number, [posts.STREAM])
    seen = reader.rows("posts", "is_missing, posted_at, views, text", f"post_id = '{gone.id}'")
    assert [row[0] for row in seen] == [False, True, True, True]
    assert [row[2:] for row in seen[1:]] == [(None, None)] * 3
    assert {row[1] for row in seen} == {gone.posted_at.replace(microsecond=0)}


def test_a_post_that_comes_back_is_read_on(reader):
    reader.sync(streams=[posts.STREAM])
    hidden = reader.page.posts(NOW)[10].id
    reader.page.deleted_at[hidden] = NOW + timedelta(hours=2)
    reader.sync(NOW + DAY, [posts.STREAM])
    del reader.page.deleted_at[hidden]
    reader.sync(NOW + 2 * DAY, [posts.STREAM])
    assert [row[0] for row in reader.rows("posts", "is_missing", f"post_id = '{hidden}'")] == [
        False,
        True,
        False,
    ]


def test_first_run_goes_back_as_far_as_configured(home, monkeypatch):
    reader = Reader(home, monkeypatch, page_world(), extra=", days_back: 20")
    reader.sync()
    since = NOW - timedelta(days=20)
    assert {row[0] for row in reader.rows("posts", "post_id")} == {
        post.id for post in reader.page.posts(NOW) if post.posted_at >= since
    }
    assert reader.rows("account_days", "day")[0] == (since.date(),)


def test_account_days_are_pacific_days(reader):
    made = reader.sync(streams=[account_days.STREAM])["account_days"]
    figures = "views, reach, interactions, profile_views, follows, unfollows, video_views, followers"
    rows = reader.rows("account_days", f"day, day_boundary, observed_at, {figures}")
    assert made.newest_data == datetime(2026, 11, 20, 8, 0)
    assert rows[-1][0] == date(2026, 11, 19), "the 20th has begun an hour ago in California"
    assert len({row[0] for row in rows}) == len(rows) == (rows[-1][0] - rows[0][0]).days + 1
    for day, boundary, seen, *told, followers in rows:
        true = reader.page.day(day, "America/Los_Angeles", seen)
        names = ("views", "reach", "interactions", "profile_views", "follows", "unfollows", "video_views")
        assert boundary == "America/Los_Angeles"
        assert told == [max(true[name], 0) for name in names]
        assert followers == reader.page.followers(midnight(day + DAY))


@pytest.mark.parametrize(
    ("at", "around"),
    [(datetime(2026, 3, 12, 9), date(2026, 3, 8)), (datetime(2026, 11, 5, 9), date(2026, 11, 1))],
)
def test_no_day_is_lost_or_doubled_where_clocks_change(home, monkeypatch, at, around):
    reader = Reader(home, monkeypatch, page_world(begun=at - timedelta(days=120)), extra=", days_back: 110")
    assert reader.sync(at, [account_days.STREAM])["account_days"].status == "ok"
    found = dict(reader.rows("account_days", "day, views"))
    days = [around + timedelta(days=offset) for offset in (-2, -1, 0, 1, 2)]
    assert [found[day] for day in days] == [
        reader.page.day(day, "America/Los_Angeles", at)["views"] for day in days
    ]
    assert sorted(found) == [min(found) + timedelta(days=n) for n in range(len(found))]
    assert len(found) == len(reader.rows("account_days", "day"))


def test_windows_never_span_more_than_the_platform_allows(home, monkeypatch):
    reader = Reader(home, monkeypatch, page_world(begun=datetime(2026, 1, 1, 8)))
    made = reader.sync(streams=[account_days.STREAM])["account_days"]
    assert (made.status, made.reason) == ("ok", None)
    days = [row[0] for row in reader.rows("account_days", "day")]
    assert days == [date(2026, 1, 1) + timedelta(days=n) for n in range(len(days))]
    assert days[-1] == date(2026, 11, 19)


def test_the_last_week_is_read_again_because_it_is_corrected(reader):
    reader.sync(streams=[account_days.STREAM])
    reader.sync(NOW + DAY, [account_days.STREAM])
    again = [row[0] for row in reader.rows("account_days", "day", f"observed_at >= '{NOW + DAY}'")]
    assert again == [date(2026, 11, 14) + timedelta(days=n) for n in range(7)]
    told = reader.rows("account_days", "views", "day = '2026-11-19'")
    assert told[1][0] > told[0][0], "right after a day its figures are low"


def test_days_that_were_missed_are_read_by_the_next_sync(reader):
    reader.sync(streams=[account_days.STREAM])
    reader.sync(NOW + 30 * DAY, [account_days.STREAM])
    days = [row[0] for row in reader.rows("account_days", "distinct day")]
    assert len(days) == (max(days) - min(days)).days + 1
    assert max(days) == date(2026, 12, 19)


def test_days_that_are_asked_for_are_read_whenever_they_were(reader):
    asked = (date(2026, 9, 1), date(2026, 9, 3))
    assert reader.sync(streams=[account_days.STREAM], days=asked)["account_days"].status == "ok"
    assert [row[0] for row in reader.rows("account_days", "day")] == [date(2026, 9, n) for n in (1, 2, 3)]
    reader.sync(NOW + DAY, [account_days.STREAM])
    days = {row[0] for row in reader.rows("account_days", "day")}
    assert len(days) == (max(days) - min(days)).days + 1, "what was not asked for is read afterwards"


def test_days_beyond_two_years_are_told_as_lost(home, monkeypatch):
    world = page_world(begun=datetime(2026, 11, 1))
    reader = Reader(home, monkeypatch, world, extra=", api_version: v26.0, days_back: 9")
    reader.sync(streams=[account_days.STREAM])
    later = reader.sync(NOW + 800 * DAY, [account_days.STREAM])["account_days"]
    assert later.lost == "days 2026-11-20 to 2027-01-28: facebook gives none before 2027-01-29"


def test_a_page_whose_insights_are_empty_is_told_and_its_days_are_left(reader):
    reader.fake.faults.switch_on("missing_permission", reader.page_id, permission="read_insights")
    made = reader.sync()
    for stream in ("posts", "account_days", "demographics"):
        assert made[stream].status in ("partial", "failed")
        assert "lacks read_insights, or the Page has fewer than 100 likes" in made[stream].reason
    assert made["audience"].status == made["comments"].status == "ok"
    assert {row[0] for row in reader.rows("posts", "views")} == {None}
    reader.fake.faults.switch_off()
    after = reader.sync(NOW + DAY)
    assert {one.status for one in after.values()} == {"ok"}
    assert len({row[0] for row in reader.rows("account_days", "day")}) > 100


def test_the_audience_is_what_the_page_says_now(reader):
    reader.sync()
    [(seen, handle, name, followers, following, payload)] = reader.rows(
        "audience", "observed_at, handle, name, followers, following, payload"
    )
    profile = reader.page.profile
    assert (handle, name, following) == (profile.handle, profile.name, None)
    assert followers == reader.page.followers(seen)
    assert json.loads(payload)["fan_count"] < followers


def test_demographics_are_those_of_the_newest_closed_day(reader):
    reader.sync()
    true = reader.page.demographics(midnight(date(2026, 11, 20)))
    for dimension in ("country", "city"):
        rows = reader.rows("demographics", "value, followers", f"dimension = '{dimension}'")
        assert dict(rows) == dict(true[dimension])
        assert len(rows) == len(true[dimension])


def test_comments_of_young_posts_are_pseudonymous(reader):
    reader.sync()
    young = [post for post in reader.page.posts(NOW) if post.posted_at >= NOW - timedelta(days=30)]
    true = {each.id: (post.id, each) for post in young for each in reader.page.comments(post.id, NOW)}
    columns = "comment_id, post_id, created_at, likes, is_reply, subject_key, payload"
    rows = reader.rows("comments", columns)
    assert {row[0] for row in rows} == set(true)
    keys = {}
    for comment_id, post_id, created_at, likes, is_reply, key, payload in rows:
        of, comment = true[comment_id]
        assert (post_id, likes, is_reply) == (of, comment.likes, comment.parent_id is not None)
        assert created_at == comment.created_at.replace(microsecond=0)
        assert keys.setdefault(comment.author_id, key) == key
        for text in (comment.author_id, comment.author_name, comment.text):
            assert text not in payload
    assert len(set(keys.values())) == len(keys) > 3


def test_a_post_with_many_comments_is_read_to_the_last(home, monkeypatch):
    world = page_world()
    page = world.of("facebook")[0]
    busy = page.posts(NOW)[6]
    [pattern] = [each for post in page.posts(NOW) for each in page.comments(post.id, NOW)][:1]
    many = [
        type(pattern)(f"1_{n}", busy.posted_at + timedelta(minutes=n), f"88{n % 9}", "A B", "Hello", 0)
        for n in range(260)
    ]
    page.comments = lambda post_id, now: many if post_id == busy.id else []
    reader = Reader(home, monkeypatch, SocialWorld(1, (page,)))
    reader.sync(streams=[posts.STREAM, comments.STREAM])
    rows = reader.rows("comments", "comment_id")
    assert sorted(rows) == sorted((each.id,) for each in many)


def test_when_the_token_ends_is_in_the_ledger_and_asked_once_a_day(home, monkeypatch):
    reader = Reader(home, monkeypatch, page_world(), consented_at=NOW - timedelta(days=30))
    assert {one.token_expires_at for one in reader.sync().values()} == {NOW + timedelta(days=60)}
    ends = datetime(2026, 12, 1)
    reader.fake.tokens.expire(reader.page_id, ends)
    assert reader.sync(NOW + timedelta(hours=2))["audience"].token_expires_at == NOW + timedelta(days=60)
    assert reader.sync(NOW + DAY)["audience"].token_expires_at == ends


def test_a_token_that_does_not_end_has_no_end_in_the_ledger(reader):
    assert {one.token_expires_at for one in reader.sync().values()} == {None}


def test_access_that_ended_with_the_consent_is_told_instead_of_empty_answers(home, monkeypatch):
    reader = Reader(home, monkeypatch, page_world(), consented_at=NOW - timedelta(days=91))
    made = reader.sync()
    assert (made["posts"].status, made["posts"].failure) == ("failed", "token")
    assert "access to data ended on 2026-11-19" in made["posts"].reason
    assert {made[stream].status for stream in ("account_days", "audience", "comments")} == {"skipped"}
    assert reader.rows("posts") == []


def test_followers_of_zero_are_refused(reader):
    reader.page.followers = lambda now: 0
    made = reader.sync()["audience"]
    assert (made.status, made.refused) == ("failed", 1)
    assert reader.rows("audience") == []


def test_two_pages_of_one_business_do_not_mix(home, monkeypatch):
    world = page_world(pages=2)
    reader = Reader(home, monkeypatch, world)
    _, _, made = reader.synced()
    assert {one.status for one in made} == {"ok"}
    for page in world.of("facebook"):
        rows = reader.rows("posts", "post_id", f"account_id = '{page.profile.account_id}'")
        assert {row[0] for row in rows} == {post.id for post in page.posts(NOW)}
