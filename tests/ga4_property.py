"""A GA4 property whose every hit a test decides, its fake platform, and a home that is connected to it."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pyarrow.parquet as pq
import pytest

from assets.ga4.report_days import STREAM
from assets.sync import accounts
from assets.sync.accounts import Sync
from assets.sync.ledger import Attempt
from tests.virtual_time import virtually
from twin.clock import Clock
from twin.fakes.ga4 import GA4Fake
from twin.fakes.ga4_key import service_account_key
from twin.product_records import Hit
from warehouse.configuration.loading import load
from warehouse.home import Home
from warehouse.pseudonyms import InstallKey

NOW = datetime(2026, 11, 20, 9, 0)
TODAY, YESTERDAY = date(2026, 11, 20), date(2026, 11, 19)
PROPERTY, ZONE = "412905377", "Europe/London"
TOKEN_URI = "http://ga4.twin/token"
A_DAY = timedelta(days=1)


class Website:
    """A ProductWorld made of plain hits."""

    def __init__(self, hits: Sequence[Hit] = (), zone: str = ZONE, currency: str = "GBP") -> None:
        self.seed, self.business_id, self.start = 1, "compass", datetime(2026, 1, 1)
        self.accounts = {"ga4": PROPERTY}
        self.product = SimpleNamespace(timezone=zone, currency=currency)
        self.all = list(hits)

    def hits(self, until: datetime) -> list[Hit]:
        return [hit for hit in self.all if hit.at <= until]


def visit(
    number: int, day: date, event: str = "page_view", zone: str = ZONE, hour: float = 12, **told: Any
) -> Hit:
    """A hit at an hour of the property's day: by a visitor and in a session of its own, unless told."""
    local = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)) + timedelta(hours=hour)
    fields: dict[str, Any] = {
        "user_id": None, "anonymous_id": f"visitor-{number}", "session_id": f"session-{number}",
        "source": "google", "medium": "organic", "campaign": None, "referrer": None, "page": "/",
        "country": "United Kingdom", "city": "London", "device": "mobile",
    }  # fmt: skip
    at = local.astimezone(UTC).replace(tzinfo=None)
    return Hit(f"hit-{number}", event, at, **{**fields, **told})


def daily(days: int, visits: int = 1, until: date = YESTERDAY) -> list[Hit]:
    """So many visits on each of so many days, the last one `until`."""
    return [
        visit(back * visits + number, until - back * A_DAY)
        for back in range(days)
        for number in range(visits)
    ]


class Desk:
    """A home with the property connected, and the fake that answers."""

    def __init__(
        self, home: Home, patch: pytest.MonkeyPatch, world: Website, days_back: int | None = 10,
        key: str | None = None, account: str = PROPERTY, **fake: Any,
    ) -> None:  # fmt: skip
        self.home, self.world, self.clock = home, world, Clock(at=NOW)
        self.fake = GA4Fake(world, self.clock, **fake)  # type: ignore[arg-type]
        self.key = service_account_key(PROPERTY, TOKEN_URI) if key is None else key
        InstallKey.create(home)
        patch.setenv("ACME_GA4_KEY", self.key)
        wanted = f"{{platform: ga4, account: '{account}', token: env:ACME_GA4_KEY}}"
        back = "" if days_back is None else f", days_back: {days_back}"
        home.config_file.write_text(
            f"businesses: [{{id: compass, timezone: UTC, currency: GBP, accounts: [{wanted}]}}]\n"
            f"platforms: {{ga4: {{base_url: http://ga4.twin{back}}}}}\n"
        )
        self.configuration = load(home)

    def sync(self, at: datetime = NOW, ahead: timedelta = timedelta(), **asked: Any) -> Attempt:
        """Reads the property at that moment of virtual time; `ahead`: of our clock before Google's."""

        async def work(now: Callable[[], datetime]) -> list[Attempt]:
            self.clock.follow(now)
            wire = httpx.ASGITransport(self.fake.app)
            ours: Callable[[], datetime] = lambda: now() + ahead  # noqa: E731
            return await accounts.read(
                Sync(self.home, self.configuration, ours, transport=wire, **asked), [STREAM]
            )

        (attempt,) = virtually(at, work)[0]
        return attempt

    def rows(self) -> list[dict[str, Any]]:
        """Everything that has landed, in the order of landing."""
        files = (self.home.raw / "ga4" / "report_days").rglob("*.parquet")
        found = [row for path in files for row in pq.ParquetFile(path).read().to_pylist()]
        return sorted(found, key=lambda row: (row["landed_at"], row["position"]))

    def days(self, rows: list[dict[str, Any]] | None = None) -> set[date]:
        """The days of which anything has landed."""
        return {row["day"] for row in (self.rows() if rows is None else rows)}

    def calls(self, path: str = "/v1beta") -> int:
        """How often the fake was asked for a path that begins so."""
        return sum(asked.startswith(path) for _, asked, _ in self.fake.log)
