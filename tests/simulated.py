"""A home whose accounts are those of a simulated world, wired to the fake platforms without a network."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import httpx
import pytest

from assets.sync import accounts
from assets.sync.accounts import Sync
from assets.sync.ledger import Attempt
from assets.sync.platforms import ALL_STREAMS, prepared
from twin.clock import Clock
from twin.fakes.tokens import first_refresh_token, first_token
from twin.serve import FAKES
from twin.social import SocialAccount, SocialWorld
from warehouse import landing
from warehouse.configuration.loading import Configuration, load
from warehouse.home import Home
from warehouse.pseudonyms import InstallKey


class Simulated:
    """The home, the fakes by platform, and a wire between them. `clock` is the platforms' and ours."""

    def __init__(
        self, home: Home, world: SocialWorld, clock: Clock, patch: pytest.MonkeyPatch, days_back: int = 365
    ) -> None:
        self.home, self.world, self.clock = home, world, clock
        self.fakes = {name: make(world, clock) for name, make in FAKES.items()}
        home.create()
        InstallKey.create(home)
        home.config_file.write_text(configuration(world, patch, days_back))
        self.configuration: Configuration = load(home)
        for source, stream, schema in prepared():
            landing.prepare(home, source, stream, schema)

    async def sync(self, platforms: Iterable[str] = FAKES, **asked: Any) -> list[Attempt]:
        """Reads all streams of the platforms, side by side; every attempt."""
        wire = httpx.ASGITransport(self._route)
        made = await asyncio.gather(
            *(
                accounts.read(
                    Sync(self.home, self.configuration, self.clock.now, transport=wire, **asked),
                    ALL_STREAMS[name],
                )
                for name in platforms
            )
        )
        return [attempt for of_platform in made for attempt in of_platform]

    async def _route(self, scope: Any, receive: Any, send: Any) -> None:
        host = dict(scope["headers"])[b"host"].decode()
        await self.fakes[host.split(".")[0]].app(scope, receive, send)

    def rows(self, source: str, stream: str, columns: str) -> list[tuple[Any, ...]]:
        """Rows of a raw stream, sorted."""
        with raw(self.home, source, stream) as connection:
            return connection.execute(f"select {columns} from raw order by all").fetchall()

    def account(self, platform: str, number: int = 0) -> SocialAccount:
        """One of the simulated accounts of a platform."""
        return self.world.of(platform)[number]


@contextmanager
def raw(home: Home, source: str, stream: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the view `raw` on a raw stream."""
    with duckdb.connect() as connection:
        files = landing.folder(home, source, stream) / "*" / "*.parquet"
        connection.execute(f"create view raw as from read_parquet('{files}', union_by_name = true)")
        yield connection


def configuration(world: SocialWorld, patch: pytest.MonkeyPatch, days_back: int) -> str:
    """almanac.yaml for every account of the world; the tokens go into the environment."""
    businesses: dict[str, list[SocialAccount]] = {}
    for account in world.accounts:
        businesses.setdefault(account.profile.business_id, []).append(account)
    lines = ["businesses:"]
    for business_id, owned in businesses.items():
        zone = owned[0].profile.timezone
        lines += [f"  - id: {business_id}", f"    timezone: {zone}", "    currency: USD", "    accounts:"]
        lines += [line for account in owned for line in _account(account, patch)]
    lines.append("platforms:")
    lines += [f"  {name}: {{base_url: http://{name}.twin, days_back: {days_back}}}" for name in FAKES]
    return "\n".join(lines) + "\n"


def _account(account: SocialAccount, patch: pytest.MonkeyPatch) -> list[str]:
    platform, identifier = account.profile.platform, account.profile.account_id
    stem = f"TWIN_{platform}_{identifier}".upper().replace("-", "_")
    patch.setenv(f"{stem}_ACCESS", first_token(platform, identifier))
    patch.setenv(f"{stem}_REFRESH", first_refresh_token(platform, identifier))
    patch.setenv("TWIN_CLIENT", "twin-client")
    return [
        f"      - platform: {platform}",
        f'        account: "{identifier}"',
        f"        token: env:{stem}_ACCESS",
        f"        refresh_token: env:{stem}_REFRESH",
        "        client_id: env:TWIN_CLIENT",
        "        client_secret: env:TWIN_CLIENT",
        *(["        product: business"] if platform == "tiktok" else []),
    ]


Now = Callable[[], datetime]


def searched(root: Path, secrets: Iterable[str]) -> list[str]:
    """Which secret is in which file below a folder, byte by byte."""
    wanted = [secret.encode() for secret in secrets]
    files = [path for path in root.rglob("*") if path.is_file()]
    return [
        f"{path.relative_to(root)}: {each.decode()}"
        for path in files
        for each in wanted
        if each in path.read_bytes()
    ]
