"""X read for weeks from the simulated world: what has landed against what the world knows."""

from datetime import datetime, timedelta

import httpx
import pytest

from assets.sync import accounts
from assets.sync.accounts import Sync
from assets.sync.known import known_posts
from assets.x import audience, posts
from tests.virtual_time import virtually
from twin.clock import Clock
from twin.fakes.tokens import first_refresh_token, first_token
from twin.fakes.x import XFake
from twin.golf import FAIRWAY
from twin.serve import serve
from twin.social_world import social_world
from warehouse import landing
from warehouse.configuration.loading import load
from warehouse.pseudonyms import InstallKey

START = datetime(2026, 9, 1)
DAYS, STEP = 16, 12
NAMES = {"likes": "likes", "comments": "comments", "shares": "shares", "quotes": "quotes", "saves": "saves",
         "impressions": "views", "profile_clicks": "profile_clicks"}  # fmt: skip


def configure(home, monkeypatch, account, base_url):
    """An almanac.yaml with this one account."""
    name = account.profile.account_id
    monkeypatch.setenv("X_TOKEN", first_token("x", name))
    monkeypatch.setenv("X_REFRESH", first_refresh_token("x", name))
    monkeypatch.setenv("X_CLIENT", "desk")
    home.config_file.write_text(
        f"businesses: [{{id: {account.profile.business_id}, timezone: UTC, currency: USD, accounts: "
        f"[{{platform: x, account: '{name}', token: env:X_TOKEN, refresh_token: env:X_REFRESH, "
        f"client_id: env:X_CLIENT}}]}}]\nplatforms: {{x: {{base_url: '{base_url}'}}}}\n"
    )
    InstallKey.create(home)


@pytest.fixture
def weeks(home, monkeypatch):
    """Two syncs a day; gives the account, the last attempts and all rows."""
    world = social_world(start=datetime(2026, 5, 24), businesses=(FAIRWAY,))
    (account,) = world.of("x")
    configure(home, monkeypatch, account, "http://x.twin")
    fake = XFake(world, Clock(START))
    for hour in range(0, 24 * DAYS + 1, STEP):

        async def work(now):
            fake.clock = Clock(source=now)
            sync = Sync(home, load(home), now, transport=httpx.ASGITransport(fake.app))
            return await accounts.read(sync, [audience.STREAM, posts.STREAM])

        attempts, _ = virtually(START + timedelta(hours=hour), work)
        assert {attempt.status for attempt in attempts} == {"ok"}, attempts
    return account, fake, landing.newest(home, "x", "posts", 10**6), home


def test_a_sync_over_a_real_connection_renews_its_token_and_reads_all(home, monkeypatch):
    world = social_world(businesses=(FAIRWAY,))
    (account,) = world.of("x")
    with serve(world, Clock(START), platforms=["x"]) as served:
        configure(home, monkeypatch, account, served.base_urls["x"])
        served.fakes["x"].tokens.expire(account.profile.account_id, START - timedelta(hours=1))
        attempts = accounts.run(Sync(home, load(home), lambda: START), [audience.STREAM, posts.STREAM])
    assert [attempt.status for attempt in attempts] == ["ok", "ok"], attempts
    assert attempts[1].rows == len(account.posts(START)) and attempts[0].token_expires_at is None


def test_weeks_of_syncs_lands_every_post_with_the_counters_it_had(weeks):
    account, fake, rows, home = weeks
    end = START + timedelta(days=DAYS)
    known = known_posts(home, "x", account.profile.business_id, account.profile.account_id)
    assert {post.id for post in account.posts(end)} <= set(known)
    assert len({(row["post_id"], row["sync_id"]) for row in rows}) == len(rows)
    for row in rows:
        counted = account.counters(row["post_id"], row["observed_at"])
        if not row["is_missing"]:
            observed = {ours: row[ours] for ours in NAMES if row[ours] is not None}
            assert observed == {ours: counted[NAMES[ours]] for ours in observed}
            post = account.find(row["post_id"], row["observed_at"])
            assert (row["posted_at"], row["version_id"]) == (post.posted_at, post.ids[-1])
    settled = end - timedelta(days=6)
    young = [name for name, post in known.items() if end - timedelta(days=80) < post.posted_at < settled]
    deleted = [name for name in young if account.find(name, settled) is None]
    assert deleted and {name for name in young if known[name].is_gone} >= set(deleted)
    assert not any(known[name].is_gone for name in young if account.find(name, end))
    assert fake.bill.spent > 0
