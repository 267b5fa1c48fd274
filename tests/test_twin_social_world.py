"""The simulated accounts: history is consistent in whatever order it is asked, and figures fit each other."""

import math
import re
from collections import defaultdict
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import mean
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twin.golf import FAIRWAY
from twin.moments import local
from twin.social_days import edges
from twin.social_world import START, busy_world, social_accounts, social_world

NOW = datetime(2026, 11, 20, 9, 0)
MOMENTS = st.datetimes(START, NOW)
ZONES = ["UTC", "America/Los_Angeles", "Europe/Berlin", "Asia/Kolkata"]
POST_IDS = {
    "x": r"\d{19}",
    "linkedin": r"urn:li:(share|ugcPost):\d{19}",
    "facebook": r"\d{15}_\d{19}",
    "instagram": r"\d{18}",
    "tiktok": r"\d{19}",
}
ACCOUNT_IDS = {
    "x": r"\d{19}",
    "linkedin": r"\d{8}",
    "facebook": r"\d{15}",
    "instagram": r"178414\d{11}",
    "tiktok": r"-000\w{32}",
}


@pytest.fixture(scope="module")
def world():
    return busy_world()


@pytest.fixture(scope="module")
def accounts():
    return social_accounts(accounts_each=2)


def seen(account, now):
    """Everything that can be asked of an account at one moment."""
    posts = account.posts(now)
    return (
        posts,
        account.stories(now),
        [account.counters(post.id, now) for post in posts],
        [account.comments(post.id, now) for post in posts[:5]],
        (account.followers(now), account.following(now), account.demographics(now)),
        account.day((now - timedelta(days=2)).date(), "UTC", now),
    )


@settings(max_examples=15, deadline=None)
@given(moments=st.lists(MOMENTS, min_size=2, max_size=4), number=st.integers(0, 6))
def test_what_was_true_at_a_moment_does_not_depend_on_what_is_asked_first(moments, number):
    one, other = (social_world(seed=3).accounts[number] for _ in range(2))
    answers = {moment: seen(one, moment) for moment in moments}
    assert {moment: seen(other, moment) for moment in sorted(moments, reverse=True)} == answers
    assert {moment: seen(one, moment) for moment in moments} == answers


def test_every_business_is_everywhere_three_times_with_ids_of_the_platform_and_all_unlike(world):
    kinds = [(each.profile.business_id, each.profile.platform) for each in world.accounts]
    assert {kinds.count(kind) for kind in kinds} == {3}
    assert len(set(kinds)) == 2 * len(ACCOUNT_IDS)
    identifiers = [each.profile.account_id for each in world.accounts]
    assert len(set(identifiers)) == 6 * len(ACCOUNT_IDS)
    for account in world.accounts:
        platform = account.profile.platform
        assert re.fullmatch(ACCOUNT_IDS[platform], account.profile.account_id)
        assert all(re.fullmatch(POST_IDS[platform], post.id) for post in account.posts(NOW))
        assert world.account(platform, account.profile.account_id) is account
    posts = [post.id for account in world.accounts for post in account.posts(NOW)]
    assert len(set(posts)) == len(posts) > 3000


def test_the_same_account_has_another_history_under_another_seed_and_in_another_number(accounts):
    texts = [tuple(post.body for post in account.posts(NOW)) for account in accounts]
    assert len(set(texts)) == len(texts)
    assert social_accounts(seed=8)[0].posts(NOW)[0] != accounts[0].posts(NOW)[0]


@settings(max_examples=30, deadline=None)
@given(now=MOMENTS)
def test_there_are_as_many_comments_as_the_counter_says_and_none_from_the_future(now):
    for account in social_world().accounts:
        for post in account.posts(now)[:8]:
            there = account.comments(post.id, now)
            assert len(there) == account.counters(post.id, now)["comments"]
            assert len({each.id for each in there}) == len(there)
            assert all(post.posted_at < each.created_at <= now for each in there)


def test_counters_grow_and_only_what_can_be_taken_back_falls_a_little(accounts):
    falls = defaultdict(int)
    for account in accounts:
        for life in account.lives(NOW - timedelta(days=40)):
            steps = [life.first.posted_at + timedelta(hours=12 * each) for each in range(80)]
            counted = [account.counters(life.first.id, moment) for moment in steps]
            for before, after in pairwise(counted):
                for name, value in before.items():
                    falls[name] += after[name] < value
                    assert after[name] >= 0.94 * value - 1
    fallen = {name for name, number in falls.items() if number}
    assert {"likes", "shares", "saves"} <= fallen <= {"likes", "shares", "saves", "quotes"}


@pytest.mark.parametrize("zone", ZONES)
def test_days_sum_to_what_posts_and_followers_gained_between_their_midnights(accounts, zone):
    days = [date(2026, 10, 20) + timedelta(days=each) for each in range(14)]  # the clocks change inside
    start, end = edges(days[0], zone)[0], edges(days[-1], zone)[1]
    for account in accounts:
        told = [account.day(day, zone, NOW) for day in days]
        for name in ("views", "likes", "comments", "shares", "saves", "clicks", "video_views"):
            lives = [life.first.id for life in account.lives(end)]
            gained = sum(
                account.counters(each, end)[name] - account.counters(each, start)[name] for each in lives
            )
            assert sum(day[name] for day in told) == gained
        net = sum(day["follows"] - day["unfollows"] for day in told)
        assert net == account.followers(end) - account.followers(start)


def test_a_day_is_told_once_it_has_ended_and_corrected_for_three_days(accounts):
    day = date(2026, 11, 1)
    _, end = edges(day, "America/Los_Angeles")
    assert end == datetime(2026, 11, 2, 8)
    account = accounts[4]
    assert account.day(day, "America/Los_Angeles", end - timedelta(seconds=1)) is None
    views = [account.day(day, "America/Los_Angeles", end + timedelta(days=age))["views"] for age in range(6)]
    assert views == sorted(views)
    assert views[0] < views[1] < views[2] < views[3] == views[5]
    assert account.day(START.date() - timedelta(days=2), "UTC", NOW) is None


def test_a_few_posts_are_deleted_and_a_few_edited_and_on_x_editing_adds_an_id(world):
    lives = [(account, life) for account in world.accounts for life in account.lives(NOW)]
    posts = [life for _, life in lives if life.first.content_type != "story"]
    assert 0.01 < mean(life.deleted_at is not None for life in posts) < 0.03
    assert 0.02 < mean(life.edited is not None for life in posts) < 0.04
    for account, life in lives:
        if life.deleted_at is not None and life.deleted_at <= NOW:
            assert account.find(life.first.id, life.deleted_at - timedelta(seconds=1)).id == life.first.id
            assert account.find(life.first.id, life.deleted_at) is None
        if life.edited is not None and life.deleted_at is None:
            _assert_edited(account, life)


def _assert_edited(account, life):
    before, after = life.edited.edited_at - timedelta(seconds=1), life.edited.edited_at
    assert account.find(life.first.id, before) == life.first
    assert account.find(life.first.id, after) == life.edited
    assert life.edited.body != life.first.body
    is_x = account.profile.platform == "x"
    assert len(life.edited.ids) == 1 + is_x
    if is_x:
        assert after - life.first.posted_at < timedelta(hours=1)
        assert account.find(life.edited.ids[1], before) is None
        assert account.find(life.edited.ids[1], after) == life.edited


def test_stories_are_seen_for_a_day_on_instagram_and_nowhere_else(world):
    for account in world.accounts:
        every = [account.stories(NOW - timedelta(hours=12 * each)) for each in range(40)]
        found = [story for stories in every for story in stories]
        assert bool(found) == (account.profile.platform == "instagram")
        assert not {story.id for story in found} & {post.id for post in account.posts(NOW)}
        for story in found:
            assert story.content_type == "story"
            assert account.counters(story.id, NOW)["views"] > 0
        gone = [story for story in every[0] if account.find(story.id, NOW + timedelta(days=3))]
        assert not {story.id for story in account.stories(NOW + timedelta(hours=24))} & {
            each.id for each in gone
        }


def test_a_dimension_never_holds_more_than_all_followers_and_drifts(accounts):
    for account in accounts:
        then, now = account.demographics(NOW - timedelta(days=90)), account.demographics(NOW)
        assert then.keys() == now.keys()
        for dimension, values in now.items():
            assert 0 < sum(values.values()) <= account.followers(NOW), dimension
        assert then["country"] != now["country"]


def test_an_account_of_the_world_has_its_true_slot():
    """Ten years of one account: the mean of the slot against the others is what the answer key says."""
    (account, *_) = social_accounts(seed=5, businesses=(FAIRWAY,))
    best = FAIRWAY.channels[0].best
    inside, outside = [], []
    for life in account.lives(START + timedelta(days=3650)):
        wall = local(life.first.posted_at, ZoneInfo("America/New_York"))
        at = life.first.posted_at + timedelta(days=60)
        counted = life.counted.at(at)
        growth = account.author.audience(life.first.posted_at)
        value = math.log((1 + counted["likes"] + counted["comments"] + counted["shares"]) / growth)
        is_best = (wall.isoweekday(), wall.hour // 3) == (best.weekday, best.block)
        (inside if is_best else outside).append(value)
    assert len(inside) > 500
    assert math.exp(mean(inside) - mean(outside)) == pytest.approx(best.effect, rel=0.1)
