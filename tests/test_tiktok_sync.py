"""TikTok read from a fake of both its products: what lands, in which words, and what a next run adds."""

import json
from collections import Counter
from datetime import date, datetime, timedelta

import pytest

from assets.sync.contract import contract
from tests.tiktok_account import NAME, START, Steady
from tests.tiktok_reader import Reader
from twin.social_world import social_world
from warehouse.times import parse_duration

BOTH = pytest.mark.parametrize("product", [None, "business"])
LATE = timedelta(hours=36)
DAY = timedelta(days=1)


def young(number=130):
    """Posts of the last 65 days, the newest one hour old."""
    return Steady(number, START - timedelta(hours=12 * (number - 1) + 1))


@BOTH
def test_a_first_run_takes_every_post_once_and_a_next_day_only_adds(home, monkeypatch, product):
    reader = Reader(home, monkeypatch, product, young())
    attempts, _ = reader.run()
    assert {attempt.status for attempt in attempts.values()} == {"ok"}
    assert sorted(reader.observed()) == sorted(post.id for post in reader.account.all)
    reader.account.publish(START + timedelta(hours=3))
    reader.run(START + DAY)
    assert set(reader.observed()) == {post.id for post in reader.account.all}
    assert Counter(reader.observed()).most_common(1)[0][1] == 2


@BOTH
def test_streams_are_those_that_the_product_gives(home, monkeypatch, product):
    attempts, _ = Reader(home, monkeypatch, product, young(5)).run()
    everywhere, business = {"posts", "audience"}, {"account_days", "demographics"}
    assert set(attempts) == (everywhere | business if product else everywhere)
    assert {attempt.api_version for attempt in attempts.values()} == {"v1.3" if product else "v2"}


def test_a_post_of_display_in_our_words(home, monkeypatch):
    reader = Reader(home, monkeypatch, None, young(10))
    reader.run()
    post = reader.account.all[1]
    counted = reader.account.counters(post.id, START)
    words = "account_id, posted_at, text, hashtags, content_type, is_missing"
    assert reader.post(post.id, words) == (NAME, post.posted_at, post.body, ["steady"], "video", False)
    numbers = tuple(counted[name] for name in ("views", "views", "likes", "comments", "shares"))
    assert reader.post(post.id, "views, video_views, likes, comments, shares") == numbers
    absent = "reach, saves, clicks, watch_seconds, average_watch_seconds, completion_rate, impressions"
    assert set(reader.post(post.id, absent)) == {None}
    endpoint, payload = reader.post(post.id, "endpoint, payload")
    assert endpoint == "video/list"
    assert json.loads(payload)["create_time"] == int((post.posted_at - datetime(1970, 1, 1)).total_seconds())


def test_a_post_of_business_in_our_words_a_day_and_a_half_late(home, monkeypatch):
    reader = Reader(home, monkeypatch, "business", young(10))
    reader.run()
    post = next(post for post in reader.account.all[5:] if post.content_type == "video")
    counted = reader.account.counters(post.id, START - LATE)
    assert counted["views"] > 0
    words = "posted_at, content_type, views, video_views, reach, likes, comments, shares, saves, clicks"
    assert reader.post(post.id, words) == (
        post.posted_at, "video", counted["views"], counted["views"], counted["reach"], counted["likes"],
        counted["comments"], counted["shares"], counted["saves"], counted["clicks"],
    )  # fmt: skip
    watched = reader.post(post.id, "watch_seconds, average_watch_seconds, completion_rate")
    assert watched == (
        counted["views"] * 7.0,
        7.0,
        pytest.approx(counted["completed"] / counted["views"], abs=1e-4),
    )


@BOTH
def test_a_photo_has_views_and_no_video_views(home, monkeypatch, product):
    reader = Reader(home, monkeypatch, product, young(20))
    reader.run()
    photo = next(post for post in reader.account.all[6:] if post.content_type == "image")
    content_type, views, video_views, watched = reader.post(
        photo.id, "content_type, views, video_views, watch_seconds"
    )
    assert (content_type, video_views, watched) == ("image", None, None)
    assert views > 0


def test_numbers_that_are_not_there_yet_or_not_any_more_are_null(home, monkeypatch):
    reader = Reader(home, monkeypatch, "business", young())
    reader.run()
    newest, oldest = reader.account.all[0], reader.account.all[-1]
    assert reader.post(newest.id, "text, views, likes, reach") == (newest.body, None, None, None)
    views, reach, watched = reader.post(oldest.id, "views, reach, watch_seconds")
    assert (views, reach, watched) == (7200, None, None)


@pytest.mark.parametrize(
    ("product", "age", "observations"),
    [
        (None, 20, 8),
        (None, 60, 3),
        (None, 200, 2),
        (None, 500, 2),
        ("business", 200, 2),
        ("business", 380, 1),
    ],
)
def test_old_posts_are_read_rarely_and_frozen_ones_no_more(home, monkeypatch, product, age, observations):
    reader = Reader(home, monkeypatch, product, Steady(31, START - timedelta(days=age), every=0.5))
    for number in range(8):
        reader.run(START + DAY * number)
    oldest = reader.account.all[-1]
    assert reader.observed().count(oldest.id) == observations


@BOTH
def test_a_deleted_post_is_missed_three_times_then_it_counts_as_gone(home, monkeypatch, product):
    account = young(60)
    gone = account.all[40].id
    account.deleted[gone] = START + timedelta(hours=1)
    reader = Reader(home, monkeypatch, product, account)
    for number in range(7):
        reader.run(START + DAY * number)
    seen = reader.rows("posts", "is_missing, views is null, posted_at", f"post_id = '{gone}'")
    assert [row[0] for row in seen] == [False, True, True, True]
    assert all(row[1] for row in seen[1:])
    assert {row[2] for row in seen} == {account.all[40].posted_at}
    assert reader.observed("is_missing") == [gone] * 3


def test_days_go_sixty_days_back_and_the_last_five_are_read_again(home, monkeypatch):
    reader = Reader(home, monkeypatch, "business", young(5))
    reader.run()
    told = [day for (day,) in reader.rows("account_days", "day")]
    assert told == [date(2026, 9, 21) + DAY * number for number in range(59)]
    assert told[-1] == date(2026, 11, 18)
    reader.run(START + DAY)
    assert [day for (day,) in reader.rows("account_days", "day")][59:] == [
        date(2026, 11, 15) + DAY * number for number in range(5)
    ]


def test_a_day_in_our_words(home, monkeypatch):
    reader = Reader(home, monkeypatch, "business", young(5))
    reader.run()
    words = "follows, unfollows, followers_gained, views, reach, profile_views, website_clicks, likes"
    assert reader.rows("account_days", words, "day = '2026-11-18'") == [(4, 7, -3, 518, 300, 9, 3, 40)]
    also = "day_boundary, followers, interactions, saves, window_start, window_end"
    assert reader.rows("account_days", also, "day = '2026-11-18'") == [
        ("UTC", 998, 51, None, datetime(2026, 10, 21), datetime(2026, 11, 19))
    ]


def test_a_day_that_tiktok_has_not_counted_is_asked_for_again(home, monkeypatch):
    reader = Reader(home, monkeypatch, "business", young(5), latency=timedelta(hours=47))
    attempts, _ = reader.run()
    assert attempts["account_days"].status == "ok"
    assert max(reader.rows("account_days", "day")) == (date(2026, 11, 17),)
    reader.run(START + DAY * 8)
    known = {day for (day,) in reader.rows("account_days", "day")}
    assert known == {date(2026, 9, 21) + DAY * number for number in range(66)}


def test_days_that_nobody_asked_for_in_time_are_said_to_be_lost(home, monkeypatch):
    reader = Reader(home, monkeypatch, "business", young(5))
    reader.run()
    attempts, _ = reader.run(START + DAY * 70)
    assert "days 2026-11-19 to 2026-11-29" in attempts["account_days"].lost
    assert min(reader.rows("account_days", "day", "day > '2026-11-18'")) == (date(2026, 11, 30),)


def test_before_analytics_were_switched_on_there_is_nothing_to_ask_for_again(home, monkeypatch):
    account = young(5)
    account.analytics_since = START - timedelta(days=10)
    reader = Reader(home, monkeypatch, "business", account)
    first, _ = reader.run()
    again, _ = reader.run(START + DAY)
    assert (first["account_days"].status, again["account_days"].calls) == ("ok", 2)
    account.analytics_since = START + timedelta(days=900)
    none, _ = Reader(home, monkeypatch, "business", account).run(START + DAY * 2)
    assert (none["account_days"].status, none["account_days"].failure) == ("failed", "empty")
    assert "analytics have to be switched on" in none["account_days"].reason


def test_of_a_personal_account_some_figures_are_null_and_that_is_said(home, monkeypatch):
    reader = Reader(home, monkeypatch, "business", young(5), personal=frozenset({NAME}))
    attempts, _ = reader.run()
    assert "no business account" in attempts["account_days"].remarks
    told = reader.rows(
        "account_days", "follows, unfollows, followers_gained, reach, views", "day = '2026-11-18'"
    )
    assert told == [(None, None, None, None, 518)]


def test_demographics_are_shares_that_need_not_add_up_to_one(home, monkeypatch):
    reader = Reader(home, monkeypatch, "business", young(5))
    reader.run()
    genders = reader.rows("demographics", "value, share, followers", "dimension = 'gender'")
    assert genders == [("F", 0.6, None), ("M", 0.399, None), ("U", 0.001, None)]
    countries = reader.rows("demographics", "value, share", "dimension = 'country'")
    assert len(countries) == 10
    assert sum(share for _country, share in countries) < 0.95
    assert {dimension for (dimension,) in reader.rows("demographics", "dimension")} == {
        "age", "gender", "country", "city",
    }  # fmt: skip


def test_below_a_hundred_followers_there_are_no_demographics_and_that_is_in_order(home, monkeypatch):
    account = young(5)
    account.followers_at_start = 99
    attempts, _ = Reader(home, monkeypatch, "business", account).run()
    assert (attempts["demographics"].status, attempts["demographics"].rows) == ("ok", 0)
    assert "99 followers" in attempts["demographics"].remarks


@BOTH
def test_an_audience_in_our_words(home, monkeypatch, product):
    reader = Reader(home, monkeypatch, product, young(5))
    reader.run()
    likes = sum(reader.account.counters(post.id, START)["likes"] for post in reader.account.all)
    words = "handle, name, followers, following, posts, likes_received"
    assert reader.rows("audience", words) == [("steady", "Steady Studio", 1000, 12, 5, likes)]


def test_a_product_that_is_none_is_refused_before_a_call_is_made(home, monkeypatch):
    reader = Reader(home, monkeypatch, "bussiness", young(5))
    attempts, _ = reader.run()
    assert "expected product: display or business, got 'bussiness'" in attempts["posts"].reason
    assert reader.fake.log == []


@BOTH
def test_an_account_without_a_video_is_in_order(home, monkeypatch, product):
    attempts, _ = Reader(home, monkeypatch, product, Steady(0, START)).run()
    assert (attempts["posts"].status, attempts["posts"].rows) == ("ok", 0)


def test_products_have_hosts_and_versions_of_their_own():
    rules = contract("tiktok")
    assert rules.product(None).base_url == "https://open.tiktokapis.com"
    assert rules.product("business").base_url == "https://business-api.tiktok.com"
    assert rules.product("business").refresh[-1].younger_than == parse_duration("374d")
    assert set(rules.paces) == {
        "user/info",
        "video/list",
        "video/query",
        "business/get",
        "business/video/list",
    }


@BOTH
def test_a_simulated_business_over_three_weeks(home, monkeypatch, product):
    (account,) = social_world(seed=5, start=START - DAY * 90).of("tiktok")
    reader = Reader(home, monkeypatch, product, account)
    late = LATE if product else timedelta()
    for number in range(21):
        now = START + DAY * number
        attempts, _ = reader.run(now)
        assert {attempt.status for attempt in attempts.values()} == {"ok"}
    there = [{post.id for post in account.posts(START + DAY * number)} for number in range(21)]
    assert set(reader.observed()) == set().union(*there)
    for post in account.posts(now):
        views, likes, observed_at, posted_at = reader.post(post.id, "views, likes, observed_at, posted_at")
        counted = observed_at - late
        assert posted_at == post.posted_at
        if counted >= post.posted_at:
            told = account.counters(post.id, counted)
            assert (views, likes) == (told["views"], told["likes"])
    missing = set(reader.observed("is_missing"))
    assert missing <= set().union(*there) - there[-1]
    # Nothing here is older than 111 days: after a week even old posts have been asked for.
    assert set().union(*there[:14]) - there[13] <= missing
