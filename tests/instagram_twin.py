"""What the tests of Instagram share: simulated accounts, the fake behind them, and a home that reads them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import httpx

from assets.instagram import account_days, audience, comments, demographics, posts
from assets.sync import accounts
from assets.sync.accounts import Sync
from assets.sync.memory import Memory, remembered
from tests.virtual_time import virtually
from twin.clock import Clock
from twin.fakes.instagram import InstagramFake
from twin.fakes.tokens import first_token
from twin.pottery import SPREEWERK
from twin.social import SocialAccount, SocialPost, SocialWorld
from twin.social_world import everywhere, social_world
from warehouse import landing
from warehouse.configuration.loading import load
from warehouse.engine import connect
from warehouse.home import Home
from warehouse.pseudonyms import InstallKey

NOW = datetime(2026, 11, 15, 4, 0)
BEGUN = datetime(2026, 9, 20)
STREAMS = tuple(each.STREAM for each in (posts, account_days, audience, demographics, comments))
POSTS = (posts.STREAM,)
BUSINESS = everywhere(SPREEWERK)
CHANNEL = next(channel for channel in BUSINESS.channels if channel.platform == "instagram")


def instagram_world(begun: datetime = BEGUN, accounts: int = 1, seed: int = 5) -> SocialWorld:
    """A world of Instagram accounts only."""
    return social_world(seed, begun, (replace(BUSINESS, channels=(CHANNEL,)),), accounts_each=accounts)


class Reader:
    """A home that reads fake accounts in virtual time, sync after sync."""

    def __init__(
        self,
        home: Home,
        monkeypatch: Any,
        world: SocialWorld,
        extra: str = "",
        product: str = "",
        **fake: Any,
    ) -> None:
        self.home, self.world = home, world
        self._now: Callable[[], datetime] = lambda: NOW
        self.clock = Clock(source=lambda: self._now())
        self.fake = InstagramFake(world, self.clock, **fake)
        InstallKey.create(home)
        lines = [
            f"businesses:\n  - {{id: {SPREEWERK.id}, timezone: Europe/Berlin, currency: EUR, accounts: ["
        ]
        for number, account in enumerate(world.of("instagram")):
            identifier = account.profile.account_id
            monkeypatch.setenv(f"INSTAGRAM_{number}", first_token("instagram", identifier))
            more = f", product: {product}" if product else ""
            token = f"token: env:INSTAGRAM_{number}"
            lines.append(f'    {{platform: instagram, account: "{identifier}", {token}{more}}},')
        lines.append(f'  ]}}\nplatforms:\n  instagram: {{base_url: "http://instagram.twin"{extra}}}')
        home.config_file.write_text("\n".join(lines), encoding="utf-8")

    @property
    def account(self) -> SocialAccount:
        """The first account."""
        return self.world.of("instagram")[0]

    @property
    def account_id(self) -> str:
        return self.account.profile.account_id

    def sync(self, at: datetime = NOW, streams: Sequence[Any] = STREAMS, **how: Any) -> dict[str, Any]:
        """One sync that begins at that moment; the attempts of the first account by stream."""
        return self.synced(at, streams, **how)[0]

    def synced(
        self, at: datetime = NOW, streams: Sequence[Any] = STREAMS, **how: Any
    ) -> tuple[dict[str, Any], timedelta, list[Any]]:
        """As `sync`, with how much virtual time it took, and the attempts of all accounts."""

        async def work(now: Callable[[], datetime]) -> Any:
            self._now = now
            wire = httpx.ASGITransport(self.fake.app)
            return await accounts.read(Sync(self.home, load(self.home), now, transport=wire, **how), streams)

        made, took = virtually(at, work)
        own = {attempt.stream: attempt for attempt in made if attempt.account_id == self.account_id}
        return own, took, made

    def rows(self, stream: str, columns: str = "*", where: str = "true") -> list[tuple[Any, ...]]:
        """Rows of raw/instagram/<stream> of the first account in the order in which they came."""
        folder = landing.folder(self.home, "instagram", stream)
        if not any(folder.glob("*/*.parquet")):
            return []
        with connect(self.home) as connection:
            return connection.execute(
                f"select {columns} from read_parquet('{folder}/*/*.parquet', union_by_name = true) "
                f"where account_id = '{self.account_id}' and {where} order by observed_at, position"
            ).fetchall()

    def memory(self) -> Memory:
        """What is remembered of the first account."""
        return remembered(self.home, SPREEWERK.id, "instagram", self.account_id)

    def stories(self, at: datetime) -> list[SocialPost]:
        """The stories that the account shows then."""
        return self.account.stories(at)

    def posts(self, at: datetime) -> list[SocialPost]:
        """The posts that the account shows then."""
        return self.account.posts(at)
