"""The answer key for single observations: what the connectors land is what it says, None where it is None."""

import asyncio
from datetime import datetime, timedelta

import pytest

from tests.simulated import FAKES, Simulated
from twin.clock import Clock
from twin.expected import METRICS, expected_metrics
from twin.social_world import busy_world
from warehouse.home import Home

START = datetime(2026, 6, 20)
MOMENTS = [datetime(2026, 9, 3, 14, 7), datetime(2026, 11, 2, 18, 30)]


@pytest.fixture(scope="module", params=MOMENTS, ids=str)
def read(request, tmp_path_factory):
    """A world of ten kinds of accounts, read once by all connectors."""
    now = request.param
    world = busy_world(seed=now.month, start=START, accounts_each=1)
    with pytest.MonkeyPatch.context() as patch:
        simulated = Simulated(Home(tmp_path_factory.mktemp("read") / "home"), world, Clock(at=now), patch)
        attempts = asyncio.run(simulated.sync())
    assert {attempt.status for attempt in attempts} == {"ok"}
    return simulated, now


@pytest.mark.parametrize("platform", FAKES)
def test_what_a_connector_lands_is_what_the_answer_key_expects(read, platform):
    simulated, now = read
    columns = f"account_id, post_id, observed_at, posted_at, content_type, {', '.join(METRICS)}"
    rows = simulated.rows(platform, "posts", columns)
    accounts = simulated.world.of(platform)
    there = {post.id for account in accounts for post in [*account.posts(now), *account.stories(now)]}
    assert {row[1] for row in rows} == there
    for account_id, post_id, observed_at, posted_at, content_type, *metrics in rows:
        account = simulated.world.account(platform, account_id)
        post = account.find(post_id, observed_at)
        assert (post.posted_at, post.content_type) == (posted_at, content_type)
        assert dict(zip(METRICS, metrics, strict=True)) == expected_metrics(account, post_id, observed_at)


@pytest.fixture(scope="module")
def accounts():
    world = busy_world(start=START, accounts_each=1)
    return {platform: world.of(platform)[0] for platform in FAKES}


def known(account, kind, age):
    """What is expected of the account's first post of that kind, at that age, without what is not given."""
    post = next(
        post for post in reversed(account.posts(START + timedelta(days=60))) if post.content_type == kind
    )
    expected = expected_metrics(account, post.id, post.posted_at + age)
    assert expected.keys() == set(METRICS)
    return {name for name, value in expected.items() if value is not None}


def test_clicks_on_x_are_told_of_links_and_for_thirty_days(accounts):
    public = {"impressions", "likes", "comments", "shares", "quotes", "saves"}
    assert known(accounts["x"], "link", timedelta(days=29)) == public | {"clicks"}
    assert known(accounts["x"], "link", timedelta(days=30, seconds=1)) == public
    assert known(accounts["x"], "text", timedelta(days=1)) == public


def test_tiktok_tells_nothing_for_a_day_and_a_half_and_forgets_reach_after_a_quiet_week(accounts):
    always = {"views", "video_views", "likes", "comments", "shares", "saves", "clicks"}
    assert known(accounts["tiktok"], "video", timedelta(hours=35)) == set()
    fading = {"reach", "watch_seconds", "completion_rate"}
    assert known(accounts["tiktok"], "video", timedelta(days=10)) == always | fading
    assert known(accounts["tiktok"], "video", timedelta(days=300)) == always
    assert known(accounts["tiktok"], "image", timedelta(days=300)) == always - {"video_views"}


def test_watch_time_is_told_of_what_moves(accounts):
    for platform, moving, still in (("facebook", "video", "image"), ("instagram", "reel", "carousel")):
        assert "watch_seconds" in known(accounts[platform], moving, timedelta(days=2))
        assert "watch_seconds" not in known(accounts[platform], still, timedelta(days=2))


def test_a_post_that_is_not_there_is_an_error(accounts):
    post = accounts["x"].posts(START + timedelta(days=60))[0]
    with pytest.raises(KeyError, match=post.id):
        expected_metrics(accounts["x"], post.id, post.posted_at - timedelta(seconds=1))
