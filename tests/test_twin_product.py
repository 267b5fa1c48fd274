"""The simulated product: history is consistent in whatever order it is asked, and its parts fit together."""

import re
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twin.moments import local
from twin.product import START, ProductWorld
from twin.product_returns import TOLD_BY_SERVER
from twin.social_world import social_world

NOW = datetime(2026, 11, 20, 9, 0)
LONDON = ZoneInfo("Europe/London")
MOMENTS = st.datetimes(START - timedelta(days=2), START + timedelta(days=90))


@pytest.fixture(scope="module")
def world():
    return ProductWorld(7)


@pytest.fixture(scope="module")
def hits(world):
    return world.hits(NOW)


@pytest.fixture(scope="module")
def purchases(world):
    return [*world.earlier_purchases(NOW), *world.purchases(NOW)]


def seen(world, now):
    return world.hits(now), world.purchases(now), world.earlier_purchases(now), world.identities(now)


@settings(max_examples=6, deadline=None)
@given(moments=st.lists(MOMENTS, min_size=2, max_size=4))
def test_what_was_true_at_a_moment_does_not_depend_on_what_is_asked_first(moments):
    one, other = ProductWorld(3), ProductWorld(3)
    answers = {moment: seen(one, moment) for moment in moments}
    assert {moment: seen(other, moment) for moment in sorted(moments, reverse=True)} == answers


@settings(max_examples=20, deadline=None)
@given(now=st.datetimes(START, NOW))
def test_an_earlier_moment_knows_the_beginning_of_the_same_history(world, hits, purchases, now):
    assert world.hits(now) == [hit for hit in hits if hit.at <= now]
    known = [*world.earlier_purchases(now), *world.purchases(now)]
    assert [each.id for each in known] == [each.id for each in purchases if each.at <= now]
    later = {each.id: each for each in purchases}
    for each in known:
        assert each.refunds == tuple(refund for refund in later[each.id].refunds if refund.at <= now)
        assert each.dispute is None or each.dispute.at <= now
        assert each.dispute is None or (each.dispute.outcome == "open") == (each.dispute.closed_at is None)


def test_posts_of_the_business_bring_visitors_and_never_before_they_are_published():
    world = social_world(5, START)
    published = {}
    for account in world.accounts:
        for post in account.posts(NOW) if account.profile.business_id == "compass" else ():
            for campaign in re.findall(r"utm_campaign=([\w-]+)", post.body):
                published[campaign] = post.posted_at
    (product,) = world.products
    brought = [hit for hit in product.hits(NOW) if hit.medium == "social"]
    joined = [hit for hit in brought if hit.campaign in published]
    assert len(joined) > 0.9 * len(brought) > 1000
    assert {hit.source for hit in joined} == {"linkedin", "x"}
    assert all(published[hit.campaign] <= hit.at for hit in joined)
    assert len({hit.campaign for hit in joined}) > 60


def test_another_seed_is_another_life_and_another_start_moves_nothing_before_it(hits):
    assert not {hit.at for hit in ProductWorld(8).hits(START + timedelta(days=3))} & {hit.at for hit in hits}
    moved = ProductWorld(7, start=START + timedelta(days=30)).hits(NOW)
    assert min(hit.at for hit in moved) >= START + timedelta(days=30)


def test_nobody_shares_an_id_or_an_address_with_somebody_else(world, hits, purchases):
    assert len({hit.id for hit in hits}) == len(hits)
    assert len({each.id for each in purchases}) == len(purchases)
    addresses = defaultdict(set)
    for each in world.identities(NOW):
        addresses[each.email].add(each.user_id)
    assert {re.sub(r".*@", "", address) for address in addresses} == {"example.com", "example.org"}
    users = [{name for name in names if name.startswith("user-")} for names in addresses.values()]
    assert {len(names) for names in users} == {1}
    assert {each.user_id for each in purchases} <= {name for names in users for name in names}


def test_a_visitor_is_known_from_the_assessment_on_and_on_every_device_after_that(hits):
    since = {}
    for hit in hits:
        if hit.event == "assessment_submitted":
            since.setdefault(hit.user_id, hit.at)
    assert all(since[hit.user_id] <= hit.at for hit in hits if hit.user_id)
    devices = defaultdict(set)
    for hit in hits:
        devices[hit.user_id].add(hit.anonymous_id)
    devices.pop(None)
    numbers = Counter(len(names) for names in devices.values())
    assert numbers[2] > 100
    assert numbers.keys() == {1, 2}


def test_now_and_then_two_people_use_one_device(world):
    owners = defaultdict(set)
    for each in world.identities(NOW):
        if each.user_id.startswith("anon-"):
            owners[each.user_id].add(each.email)
    assert Counter(len(emails) for emails in owners.values())[2] == 4


def test_a_session_has_one_device_and_one_link_and_no_long_break(hits):
    sessions = defaultdict(list)
    for hit in hits:
        if hit.event not in TOLD_BY_SERVER:
            sessions[hit.session_id].append(hit)
    for session in sessions.values():
        assert len({(hit.anonymous_id, hit.device, hit.source, hit.campaign) for hit in session}) == 1
        assert all(after.at - before.at < timedelta(minutes=30) for before, after in pairwise(session))
    days = [{local(hit.at, LONDON).date() for hit in session} for session in sessions.values()]
    assert any(len(each) > 1 for each in days)


def test_days_are_those_of_london_also_when_the_clocks_change(hits):
    """On 25 October 2026 the hour from one to two comes twice."""
    hours = Counter()
    for seed in range(4):
        for hit in ProductWorld(seed, start=datetime(2026, 10, 10)).hits(datetime(2026, 10, 27)):
            if not hit.is_bot and local(hit.at, LONDON).date() == date(2026, 10, 25):
                hours[hit.at.replace(minute=0, second=0, microsecond=0)] += 1
    assert min(hours) == datetime(2026, 10, 24, 23)
    assert max(hours) == datetime(2026, 10, 25, 23)
    assert {datetime(2026, 10, 25, 0), datetime(2026, 10, 25, 1)} <= hours.keys()


def test_bots_name_themselves_or_are_faster_than_anybody(hits):
    sessions = defaultdict(list)
    for hit in hits:
        if hit.is_bot:
            sessions[hit.session_id].append(hit)
    for session in sessions.values():
        is_named = all("bot" in hit.properties.get("user_agent", "").lower() for hit in session)
        assert is_named or session[60].at - session[0].at < timedelta(minutes=1)
    assert not any("user_agent" in hit.properties for hit in hits if not hit.is_bot)
    people = Counter((hit.anonymous_id, hit.at.replace(second=0)) for hit in hits if not hit.is_bot)
    assert max(people.values()) < 20


def test_money_comes_back_after_it_was_paid_and_never_more_of_it(purchases):
    for each in purchases:
        assert each.amount_minor > 0
        assert sum(refund.amount_minor for refund in each.refunds) <= each.amount_minor
        assert all(each.at < refund.at <= NOW for refund in each.refunds)
        assert not (each.is_failed and (each.refunds or each.dispute))
    assert {each.currency for each in purchases} == {"GBP", "USD", "EUR", "JPY"}
    assert {each.dispute.outcome for each in purchases if each.dispute} >= {"lost", "won"}
