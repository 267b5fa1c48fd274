"""A home whose one business has accounts on the fake X: syncs in virtual time, and what has landed."""

from dataclasses import dataclass, field
from datetime import datetime

import httpx

from assets.sync import accounts
from assets.sync.accounts import Sync
from assets.sync.memory import remembered
from assets.x import audience, posts
from tests.virtual_time import virtually
from tests.x_account import NOW, XAccount, world
from twin.clock import Clock
from twin.fakes.faults import Faults
from twin.fakes.tokens import first_refresh_token, first_token
from twin.fakes.x import XFake
from warehouse import landing
from warehouse.configuration.loading import load
from warehouse.home import Home
from warehouse.pseudonyms import InstallKey

STREAMS = [audience.STREAM, posts.STREAM]
TOKENS = "token: env:X_TOKEN_%d, refresh_token: env:X_REFRESH_%d, client_id: env:X_CLIENT"
ENTRY = "{platform: x, account: '%s', " + TOKENS + "}"
CONFIGURATION = """\
businesses:
  - id: acme
    name: Acme
    timezone: UTC
    currency: USD
    accounts: [{accounts}]
platforms: {{x: {{base_url: "http://x.twin"}}}}
{more}
"""


@dataclass
class Office:
    """The home, the fake and its accounts. `sync` gives the attempts; `rows` everything that has landed."""

    home: Home
    fake: XFake
    accounts: tuple[XAccount, ...]
    faults: Faults = field(default_factory=Faults)

    @property
    def account(self) -> XAccount:
        return self.accounts[0]

    def sync(self, at: datetime = NOW, streams=(posts.STREAM,), **options):
        async def work(now):
            self.fake.clock = Clock(source=now)
            transport = httpx.ASGITransport(self.fake.app)
            sync = Sync(self.home, load(self.home), now, transport=transport, **options)
            return await accounts.read(sync, streams)

        return virtually(at, work)[0]

    def attempt(self, at: datetime = NOW, streams=(posts.STREAM,), **options):
        (attempt,) = self.sync(at, streams, **options)
        return attempt

    def rows(self, stream: str = "posts", sync_id: str | None = None):
        rows = landing.newest(self.home, "x", stream, 1_000_000)
        rows = [row for row in rows if sync_id in (None, row["sync_id"])]
        return sorted(rows, key=lambda row: (row["observed_at"], row["page"], row["position"]))

    def observed(self, attempt, **known):
        """What one attempt landed: post ids, newest first; rows that say "missing" are told apart."""
        rows = [
            row
            for row in self.rows(sync_id=attempt.sync_id)
            if row["is_missing"] == known.get("missing", False)
        ]
        return sorted((row["post_id"] for row in rows), key=int, reverse=True)

    @property
    def memory(self):
        return remembered(self.home, "acme", "x", self.account.profile.account_id)

    def calls(self, path: str = ""):
        return [(status, where) for _method, where, status in self.fake.log if path in where]


def office(
    home: Home, monkeypatch, *accounts: XAccount, more: str = "", token: str | None = None, **options
) -> Office:
    """The home connected to a fake with these accounts; `token` instead of the accounts' own."""
    entries = []
    for number, account in enumerate(accounts):
        name = account.profile.account_id
        entries.append(ENTRY % (name, number, number))
        monkeypatch.setenv(f"X_TOKEN_{number}", token or first_token("x", name))
        monkeypatch.setenv(f"X_REFRESH_{number}", first_refresh_token("x", name))
    monkeypatch.setenv("X_CLIENT", "desk")
    home.config_file.write_text(CONFIGURATION.format(accounts=", ".join(entries), more=more))
    InstallKey.create(home)
    faults = Faults()
    return Office(home, XFake(world(*accounts), Clock(NOW), faults, **options), accounts, faults)
