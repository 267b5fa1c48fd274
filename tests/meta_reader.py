"""What the tests of Meta's platforms share: a home that reads fake accounts in virtual time."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import httpx

from assets.sync import accounts
from assets.sync.accounts import Sync
from assets.sync.memory import Memory, remembered
from tests.virtual_time import virtually
from twin.clock import Clock
from twin.fakes.base import Fake
from twin.fakes.tokens import first_token
from twin.pottery import SPREEWERK
from twin.social import SocialAccount, SocialWorld
from warehouse import landing
from warehouse.configuration.loading import load
from warehouse.engine import connect
from warehouse.home import Home
from warehouse.pseudonyms import InstallKey


class MetaReader:
    """Sub-classes name the fake, the streams, and the moment at which a sync begins if nobody says."""

    fake_platform: type[Fake]
    streams: tuple[Any, ...]
    begins: datetime

    def __init__(
        self,
        home: Home,
        monkeypatch: Any,
        world: SocialWorld,
        extra: str = "",
        product: str = "",
        **fake: Any,
    ) -> None:
        self.home, self.world, self.platform = home, world, self.fake_platform.platform
        self._now: Callable[[], datetime] = lambda: self.begins
        self.clock = Clock(source=lambda: self._now())
        self.fake: Any = self.fake_platform(world, self.clock, **fake)
        InstallKey.create(home)
        lines = [
            f"businesses:\n  - {{id: {SPREEWERK.id}, timezone: Europe/Berlin, currency: EUR, accounts: ["
        ]
        more = f", product: {product}" if product else ""
        for number, account in enumerate(world.of(self.platform)):
            identifier, name = account.profile.account_id, f"{self.platform}_{number}".upper()
            monkeypatch.setenv(name, first_token(self.platform, identifier))
            lines.append(
                f'    {{platform: {self.platform}, account: "{identifier}", token: env:{name}{more}}},'
            )
        lines.append(
            f"  ]}}\nplatforms:\n  {self.platform}: {{base_url: http://{self.platform}.twin{extra}}}"
        )
        home.config_file.write_text("\n".join(lines), encoding="utf-8")

    @property
    def account(self) -> SocialAccount:
        """The first account."""
        return self.world.of(self.platform)[0]

    @property
    def account_id(self) -> str:
        return self.account.profile.account_id

    def sync(self, at: datetime | None = None, streams: Sequence[Any] = (), **how: Any) -> dict[str, Any]:
        """One sync that begins at that moment; the attempts of the first account by stream."""
        return self.synced(at, streams, **how)[0]

    def synced(
        self, at: datetime | None = None, streams: Sequence[Any] = (), **how: Any
    ) -> tuple[dict[str, Any], timedelta, list[Any]]:
        """As `sync`, with how much virtual time it took, and the attempts of all accounts."""

        async def work(now: Callable[[], datetime]) -> Any:
            self._now = now
            asked = Sync(self.home, load(self.home), now, transport=httpx.ASGITransport(self.fake.app), **how)
            return await accounts.read(asked, streams or self.streams)

        made, took = virtually(at or self.begins, work)
        own = {attempt.stream: attempt for attempt in made if attempt.account_id == self.account_id}
        return own, took, made

    def rows(self, stream: str, columns: str = "*", where: str = "true") -> list[tuple[Any, ...]]:
        """Rows of the platform's raw stream in the order in which they came."""
        folder = landing.folder(self.home, self.platform, stream)
        if not any(folder.glob("*/*.parquet")):
            return []
        with connect(self.home) as connection:
            return connection.execute(
                f"select {columns} from read_parquet('{folder}/*/*.parquet', union_by_name = true) "
                f"where {where} order by observed_at, position"
            ).fetchall()

    def memory(self) -> Memory:
        """What is remembered of the first account."""
        return remembered(self.home, SPREEWERK.id, self.platform, self.account_id)
