"""A company page whose every figure a test decides, its fake platform, and a home that is connected to it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import httpx
import pyarrow.parquet as pq
import pytest

from assets.linkedin import account_days, audience, demographics, posts
from assets.sync import accounts
from assets.sync.accounts import Sync
from assets.sync.ledger import Attempt
from assets.sync.stream import Stream
from tests.virtual_time import virtually
from twin.clock import Clock
from twin.fakes.linkedin import LinkedInFake
from twin.social import Commented, Profile, SocialPost, SocialWorld
from warehouse.configuration.loading import load
from warehouse.home import Home
from warehouse.pseudonyms import InstallKey

NOW = datetime(2026, 11, 20, 9, 0)
FAIRWAY, OTHER = "10734521", "10999999"
BEGAN = date(2025, 6, 1)
STREAMS = {each.STREAM.name: each.STREAM for each in (posts, account_days, audience, demographics)}
ACTIVE = {"impressions": 900, "reach": 600, "clicks": 40, "likes": 30, "comments": 5, "shares": 2}
NOTHING = dict.fromkeys(ACTIVE, 0)
DAY = {**ACTIVE, "follows": 30, "unfollows": 4}


def post(urn: str, at: datetime, text: str = "News", content_type: str = "text") -> SocialPost:
    return SocialPost((urn,), text, content_type, (), at, None)


def share(number: int) -> str:
    return f"urn:li:share:{7391000000000000000 + number}"


def ugc(number: int) -> str:
    return f"urn:li:ugcPost:{7391000000000000000 + number}"


class CompanyPage:
    """A SocialAccount made of plain values: `published` newest first, `counts` by URN, `days` by day."""

    def __init__(self, account_id: str = FAIRWAY, business_id: str = "fairway") -> None:
        self.profile = Profile(
            business_id, "linkedin", account_id, "fairway-golf", "Fairway Golf", "UTC", datetime(2025, 6, 1)
        )
        self.published: list[SocialPost] = []
        self.counts: dict[str, dict[str, int]] = {}
        self.days: dict[date, dict[str, int]] = {}
        self.size = 4420
        self.facets: dict[str, dict[str, int]] = {}

    def with_posts(self, number: int, every: timedelta = timedelta(hours=12)) -> "CompanyPage":
        """Posts of both kinds, the newest an hour old."""
        for at in range(number):
            urn = share(number - at) if at % 3 else ugc(number - at)
            self.published.append(post(urn, NOW - timedelta(hours=1) - at * every, f"Post {number - at}"))
            self.counts[urn] = ACTIVE
        return self

    def posts(self, now: datetime) -> list[SocialPost]:
        return [each for each in self.published if each.posted_at <= now]

    def stories(self, now: datetime) -> list[SocialPost]:
        return []

    def find(self, any_id: str, now: datetime) -> SocialPost | None:
        return next((each for each in self.posts(now) if any_id in each.ids), None)

    def counters(self, post_id: str, now: datetime) -> dict[str, int]:
        return self.counts.get(post_id, NOTHING)

    def followers(self, now: datetime) -> int:
        return self.size

    def following(self, now: datetime) -> int:
        return 0

    def day(self, day: date, zone: str, now: datetime) -> dict[str, int] | None:
        assert zone == "UTC"
        is_told = day >= BEGAN and datetime(day.year, day.month, day.day) + timedelta(days=1) <= now
        return self.days.get(day, DAY) if is_told else None

    def demographics(self, now: datetime) -> dict[str, dict[str, int]]:
        return self.facets

    def comments(self, post_id: str, now: datetime) -> list[Commented]:
        return []


class Office:
    """A home with one or two pages connected, and the fake that answers."""

    def __init__(
        self, home: Home, patch: pytest.MonkeyPatch, *pages: CompanyPage, more: str = "", **fake: Any
    ):
        self.home, self.pages = home, pages
        self.clock = Clock(at=NOW)
        self.fake = LinkedInFake(SocialWorld(1, pages), self.clock, **fake)
        InstallKey.create(home)
        lines = ["businesses:"]
        for page in pages:
            account_id, business_id = page.profile.account_id, page.profile.business_id
            for kind in ("access", "refresh"):
                patch.setenv(f"LI_{account_id}_{kind}".upper(), f"twin-linkedin-{account_id}-{kind}-0")
            secrets = {
                "token": f"env:LI_{account_id}_ACCESS",
                "refresh_token": f"env:LI_{account_id}_REFRESH",
                "client_id": "env:LI_CLIENT",
                "client_secret": "env:LI_CLIENT",
            }
            written = ", ".join(f"{name}: {value}" for name, value in secrets.items())
            account = f'{{platform: linkedin, account: "{account_id}", {written}}}'
            lines.append(f"  - {{id: {business_id}, timezone: UTC, currency: USD, accounts: [{account}]}}")
        patch.setenv("LI_CLIENT", "app-of-fairway")
        settings = "base_url: http://linkedin.twin" + (f", {more}" if more else "")
        home.config_file.write_text("\n".join([*lines, f"platforms: {{linkedin: {{{settings}}}}}"]) + "\n")
        self.configuration = load(home)

    def sync(self, *streams: str, at: datetime = NOW, **asked: Any) -> list[Attempt]:
        """Reads the streams, all by default, at that moment of virtual time."""
        wanted: list[Stream] = [STREAMS[name] for name in streams or STREAMS]

        async def work(now: Callable[[], datetime]) -> list[Attempt]:
            self.clock.follow(now)
            wire = httpx.ASGITransport(self.fake.app)
            return await accounts.read(
                Sync(self.home, self.configuration, now, transport=wire, **asked), wanted
            )

        return virtually(at, work)[0]

    def rows(self, stream: str, source: str = "linkedin") -> list[dict[str, Any]]:
        """Everything that has landed in a raw stream, in the order of landing."""
        files = (self.home.raw / source / stream).rglob("*.parquet")
        found = [row for path in files for row in pq.ParquetFile(path).read().to_pylist()]
        return sorted(found, key=lambda row: (row["landed_at"], row.get("position") or 0))

    def calls(self, path: str) -> int:
        """How often the fake was asked for a path that begins so."""
        return sum(asked.startswith(path) for _, asked, _ in self.fake.log)


def edited(original: SocialPost, at: datetime) -> SocialPost:
    return replace(original, edited_at=at)
