"""The simulated world keeps its promises: what the answer key calls true is found in what was simulated."""

import math
from collections import defaultdict
from dataclasses import replace
from datetime import datetime, timedelta
from statistics import mean, median
from zoneinfo import ZoneInfo

import pytest

from twin import opportunities, posts
from twin.golf import FAIRWAY
from twin.randomness import generator
from twin.social_world import BUSINESSES, social_accounts
from twin.world import Period

YEAR = Period.before(datetime(2026, 11, 20, 9, 0), 360)
PARTS = {"likes", "comments", "replies", "shares", "retweets", "saves"}
HALF_A_YEAR = social_accounts(7, YEAR.end - timedelta(days=180), (FAIRWAY,))
CHANNELS = [(business, channel) for business in BUSINESSES for channel in business.channels]
NAMES = [f"{business.id}-{channel.platform}" for business, channel in CHANNELS]


@pytest.fixture(scope="module", params=BUSINESSES, ids=lambda business: business.id)
def many(request):
    business = request.param
    simulated = opportunities.simulate(business, business.all_sources, YEAR, 8000, generator(1, business.id))
    return business, list(simulated)


def log_engagement(post):
    return math.log1p(sum(value for name, value in post.totals.items() if name in PARTS))


def thousands(business, channel):
    """Posts of one channel, with every tag and content effect but those under test as they are."""
    return list(posts.simulate(business, channel, YEAR, 2400, generator(2, business.id, channel.platform)))


def slot(post, business):
    wall = post.posted_at.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(business.timezone))
    return wall.isoweekday(), wall.hour // 3


def ratio(simulated, is_inside):
    inside = [log_engagement(post) for post in simulated if is_inside(post)]
    outside = [log_engagement(post) for post in simulated if not is_inside(post)]
    return math.exp(mean(inside) - mean(outside))


def test_each_source_converts_at_its_true_rate_within_30_days(many):
    business, simulated = many
    for name, source in business.all_sources.items():
        leads = [each for each in simulated if each.source == name]
        won = [each for each in leads if each.won_at and (each.won_at - each.created_at).days < 30]
        error = math.sqrt(source.conversion_rate * (1 - source.conversion_rate) / len(leads))
        assert abs(len(won) / len(leads) - source.conversion_rate) < 4 * error, name


def test_a_quick_answer_does_not_convert_better(many):
    _, simulated = many
    answered = [each for each in simulated if each.responded_at]
    middle = median(each.responded_at - each.created_at for each in answered)
    quick = [bool(each.won_at) for each in answered if each.responded_at - each.created_at <= middle]
    slow = [bool(each.won_at) for each in answered if each.responded_at - each.created_at > middle]
    assert abs(mean(quick) - mean(slow)) < 4 * math.sqrt(2 * 0.25 / len(quick))


def test_the_weeks_are_as_busy_as_the_season_says(many):
    business, simulated = many
    weeks = defaultdict(int)
    for each in simulated:
        weeks[each.created_at.date().isocalendar()[:2]] += 1
    levels = {week: business.level(datetime.fromisocalendar(*week, 4).date()) for week in weeks}
    busy = [weeks[week] for week in weeks if levels[week] > 1.15]
    calm = [weeks[week] for week in weeks if levels[week] < 0.85]
    assert mean(busy) > 1.4 * mean(calm)


@pytest.mark.parametrize(("business", "channel"), CHANNELS, ids=NAMES)
def test_the_best_slot_is_the_true_one_in_local_time_and_elsewhere_there_is_none(business, channel):
    simulated = thousands(business, channel)
    if channel.best:
        true = (channel.best.weekday, channel.best.block)
        found = ratio(simulated, lambda post: slot(post, business) == true)
        assert found == pytest.approx(channel.best.effect, rel=0.15)
    else:
        usual = {(weekday, hour // 3) for weekday, hour in channel.habits}
        for each in usual:
            assert 0.8 < ratio(simulated, lambda post, each=each: slot(post, business) == each) < 1.25


@pytest.mark.parametrize(("business", "channel"), CHANNELS, ids=NAMES)
def test_content_types_have_their_true_effect(business, channel):
    by_content = defaultdict(list)
    for post in thousands(business, channel):
        by_content[post.content_type].append(log_engagement(post))
    plain, *others = sorted(channel.contents, key=lambda name: abs(channel.contents[name].effect - 1))
    for name in others:
        found = math.exp(mean(by_content[name]) - mean(by_content[plain]))
        assert found == pytest.approx(channel.contents[name].effect, rel=0.15), name


@pytest.mark.parametrize("business", BUSINESSES, ids=lambda business: business.id)
def test_hashtags_have_their_true_effect_and_inseparable_ones_always_come_together(business):
    simulated = thousands(business, replace(business.channels[0], best=None))
    for tags in business.tags:
        found = ratio(simulated, lambda post, tags=tags: tags.names[0] in post.hashtags)
        assert found == pytest.approx(tags.effect, rel=0.12), tags.names
        assert {len(set(tags.names) & set(post.hashtags)) for post in simulated} == {0, len(tags.names)}


@pytest.mark.parametrize(("business", "channel"), CHANNELS, ids=NAMES)
def test_engagement_has_a_heavy_tail(business, channel):
    engagement = sorted(math.exp(log_engagement(post)) for post in thousands(business, channel))
    assert engagement[-len(engagement) // 100] > 4 * median(engagement)


def test_habits_stay_at_the_same_wall_time_when_the_clocks_change():
    """Daylight saving ends on 1 November 2026 in New York: a habit of noon stays at noon."""
    clock_change = datetime(2026, 11, 1, 6)
    autumn = Period(datetime(2026, 10, 1), datetime(2026, 12, 1))
    channel = replace(FAIRWAY.channels[0], habits=((4, 12),))
    simulated = list(posts.simulate(FAIRWAY, channel, autumn, 9, generator(3, "autumn")))
    habitual = [post for post in simulated if slot(post, FAIRWAY) == (4, 4)]
    hours = {post.posted_at > clock_change: set() for post in habitual}
    for post in habitual:
        hours[post.posted_at > clock_change].add(post.posted_at.hour)
    assert hours == {False: {16}, True: {17}}


@pytest.mark.parametrize("account", HALF_A_YEAR, ids=lambda each: each.profile.platform)
def test_half_a_year_of_the_demonstration_is_enough_to_see_the_true_slot(account):
    by_content, by_slot = defaultdict(list), defaultdict(list)
    published = [(post, total_engagement(account, post)) for post in account.posts(YEAR.end)]
    for post, engagement in published:
        by_content[post.content_type].append(engagement)
    for post, engagement in published:
        by_slot[slot(post, FAIRWAY)].append(engagement - median(by_content[post.content_type]))
    often = {each: mean(values) for each, values in by_slot.items() if len(values) >= 5}
    best = account.author.channel.best
    assert len(often) >= 5
    assert max(often, key=often.get) == (best.weekday, best.block)


def total_engagement(account, post):
    counted = account.counters(post.id, post.posted_at + timedelta(days=30))
    return math.log1p(sum(counted[name] for name in ("likes", "comments", "shares")))
