"""What the tests of Facebook share: a simulated Page, the fake behind it, and a home that reads it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import httpx

from assets.facebook import account_days, audience, comments, demographics, posts
from assets.sync import accounts
from assets.sync.accounts import Sync
from assets.sync.memory import Memory, remembered
from tests.virtual_time import virtually
from twin.clock import Clock
from twin.fakes.facebook import FacebookFake
from twin.fakes.tokens import first_token
from twin.pottery import SPREEWERK
from twin.social import SocialPost, SocialWorld
from twin.social_world import social_world
from warehouse import landing
from warehouse.configuration.loading import load
from warehouse.engine import connect
from warehouse.home import Home
from warehouse.pseudonyms import InstallKey

NOW = datetime(2026, 11, 20, 9, 0)
BEGUN = datetime(2026, 8, 1)
STREAMS = tuple(each.STREAM for each in (posts, account_days, audience, demographics, comments))
FACEBOOK = next(channel for channel in SPREEWERK.channels if channel.platform == "facebook")


class Erasing:
    """A simulated Page that deletes the posts that it is told to, and can bring them back."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self.deleted_at: dict[str, datetime] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._page, name)

    def posts(self, now: datetime) -> list[SocialPost]:
        return [post for post in self._page.posts(now) if self.find(post.id, now)]

    def find(self, any_id: str, now: datetime) -> SocialPost | None:
        is_deleted = any_id in self.deleted_at and self.deleted_at[any_id] <= now
        return None if is_deleted else self._page.find(any_id, now)


def page_world(begun: datetime = BEGUN, pages: int = 1, seed: int = 5) -> SocialWorld:
    """A world of Facebook Pages only."""
    world = social_world(seed, begun, (replace(SPREEWERK, channels=(FACEBOOK,)),), accounts_each=pages)
    return SocialWorld(seed, tuple(Erasing(page) for page in world.accounts))


class Reader:
    """A home that reads fake Pages in virtual time, sync after sync."""

    def __init__(
        self, home: Home, monkeypatch: Any, world: SocialWorld, extra: str = "", **fake: Any
    ) -> None:
        self.home, self.world = home, world
        self._now: Callable[[], datetime] = lambda: NOW
        self.clock = Clock(source=lambda: self._now())
        self.fake = FacebookFake(world, self.clock, **fake)
        InstallKey.create(home)
        lines = [
            f"businesses:\n  - {{id: {SPREEWERK.id}, timezone: Europe/Berlin, currency: EUR, accounts: ["
        ]
        for number, page in enumerate(world.of("facebook")):
            identifier = page.profile.account_id
            monkeypatch.setenv(f"PAGE_{number}", first_token("facebook", identifier))
            lines.append(f'    {{platform: facebook, account: "{identifier}", token: env:PAGE_{number}}},')
        lines.append(f'  ]}}\nplatforms:\n  facebook: {{base_url: "http://facebook.twin"{extra}}}')
        home.config_file.write_text("\n".join(lines), encoding="utf-8")

    @property
    def page(self) -> Any:
        """The first Page."""
        return self.world.of("facebook")[0]

    @property
    def page_id(self) -> str:
        return str(self.page.profile.account_id)

    def sync(self, at: datetime = NOW, streams: Sequence[Any] = STREAMS, **how: Any) -> dict[str, Any]:
        """One sync that begins at that moment; the attempts of the first Page by stream."""
        return self.synced(at, streams, **how)[0]

    def synced(
        self, at: datetime = NOW, streams: Sequence[Any] = STREAMS, **how: Any
    ) -> tuple[dict[str, Any], timedelta, list[Any]]:
        """As `sync`, with how much virtual time it took, and the attempts of all Pages."""

        async def work(now: Callable[[], datetime]) -> Any:
            self._now = now
            wire = httpx.ASGITransport(self.fake.app)
            return await accounts.read(Sync(self.home, load(self.home), now, transport=wire, **how), streams)

        made, took = virtually(at, work)
        own = {attempt.stream: attempt for attempt in made if attempt.account_id == self.page_id}
        return own, took, made

    def rows(self, stream: str, columns: str = "*", where: str = "true") -> list[tuple[Any, ...]]:
        """Rows of raw/facebook/<stream> in the order in which they came."""
        folder = landing.folder(self.home, "facebook", stream)
        if not any(folder.glob("*/*.parquet")):
            return []
        with connect(self.home) as connection:
            return connection.execute(
                f"select {columns} from read_parquet('{folder}/*/*.parquet', union_by_name = true) "
                f"where {where} order by observed_at, position"
            ).fetchall()

    def memory(self) -> Memory:
        """What is remembered of the first Page."""
        return remembered(self.home, SPREEWERK.id, "facebook", self.page_id)

    def expected(self, at: datetime) -> set[str]:
        """The ids of the posts that the Page shows then."""
        return {post.id for post in self.page.posts(at)}
