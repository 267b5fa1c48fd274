"""A shop whose every purchase a test decides, its fake Stripe, and a home that is connected to it."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import httpx
import pyarrow.parquet as pq
import pytest

from assets.sync import accounts
from assets.sync.accounts import Sync
from assets.sync.ledger import Attempt
from assets.sync.platforms import ALL_STREAMS
from tests.virtual_time import virtually
from twin.clock import Clock
from twin.fakes.stripe import StripeFake
from twin.fakes.tokens import first_token
from twin.product import Purchase
from twin.product_purchases import seen
from warehouse.configuration.loading import load
from warehouse.home import Home
from warehouse.pseudonyms import InstallKey

NOW = datetime(2026, 11, 20, 9, 0)
ACCOUNT = "acct_1Shop"
STREAMS = {stream.name: stream for stream in ALL_STREAMS["stripe"]}
IDENTITIES = {name: stream.record.identity for name, stream in STREAMS.items()}  # type: ignore[attr-defined]


def purchase(number: int, at: datetime, amount: int = 4900, currency: str = "GBP", **more: Any) -> Purchase:
    """A purchase of a customer of its own."""
    return Purchase(
        f"ch_{number:06}", f"cus_{number:06}", f"buyer{number}@example.com", f"user-{number}", at, amount,
        currency, "report", **more,
    )  # fmt: skip


class Shop:
    """What the fake needs of a product: its Stripe account, its purchases at a moment, how it is paid out."""

    def __init__(self, purchases: Iterable[Purchase] = ()) -> None:
        self.all = list(purchases)
        self.accounts = {"stripe": ACCOUNT}
        abroad = SimpleNamespace(currency="USD", rate=1.25)
        self.product = SimpleNamespace(currency="GBP", countries={"us": abroad})

    def with_purchases(self, number: int, every: timedelta = timedelta(hours=3)) -> "Shop":
        """So many, the newest an hour old."""
        first = NOW - timedelta(hours=1) - (number - 1) * every
        self.all += [purchase(each, first + each * every) for each in range(number)]
        return self

    def change(self, number: int, **more: Any) -> None:
        """Gives a purchase a refund, a dispute ..."""
        self.all[number] = replace(self.all[number], **more)

    def purchases(self, until: datetime) -> list[Purchase]:
        return [seen(each, until) for each in self.all if each.at <= until]


class Till:
    """A home with the shop connected, and the fake that answers."""

    def __init__(
        self, home: Home, patch: pytest.MonkeyPatch, shop: Any, key: str = "", more: str = "", **fake: Any
    ) -> None:
        self.home, self.shop = home, shop
        name = shop.accounts["stripe"]
        self.clock = Clock(at=NOW)
        self.fake = StripeFake(shop, self.clock, **fake)
        self.key = InstallKey.create(home)
        patch.setenv("SHOP_STRIPE_KEY", key or first_token("stripe", name))
        account = f"{{platform: stripe, account: {name}, token: env:SHOP_STRIPE_KEY{more}}}"
        home.config_file.write_text(
            "businesses:\n"
            f"  - {{id: shop, timezone: Europe/London, currency: GBP, accounts: [{account}]}}\n"
            "platforms: {stripe: {base_url: http://stripe.twin}}\n"
        )
        self.configuration = load(home)

    def sync(self, *streams: str, at: datetime = NOW, **asked: Any) -> dict[str, Attempt]:
        """Reads the streams, all by default, at that moment of virtual time; the attempts by stream."""
        wanted = [STREAMS[name] for name in streams or STREAMS]

        async def work(now: Callable[[], datetime]) -> list[Attempt]:
            self.clock.follow(now)
            wire = httpx.ASGITransport(self.fake.app)
            sync = Sync(self.home, self.configuration, now, transport=wire, **asked)
            return await accounts.read(sync, wanted)

        return {attempt.stream: attempt for attempt in virtually(at, work)[0]}

    def rows(self, stream: str) -> list[dict[str, Any]]:
        """Everything that has landed in a stream, in the order of landing."""
        files = (self.home.raw / "stripe" / stream).rglob("*.parquet")
        found = [row for path in files for row in pq.ParquetFile(path).read().to_pylist()]
        return sorted(found, key=lambda row: (row["landed_at"], row["observed_at"], row["position"]))

    def newest(self, stream: str) -> dict[str, dict[str, Any]]:
        """The newest row of each thing, by its id."""
        return {row[IDENTITIES[stream]]: row for row in self.rows(stream)}

    def calls(self, path: str) -> int:
        """How often the fake was asked for a path that begins so."""
        return sum(asked.startswith(path) for _, asked, _ in self.fake.log)
