"""One account of one business, connected: everything that reading a stream of it needs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from assets.calling.caller import Caller
from assets.sync.contract import Contract
from assets.sync.known import KnownPost, known_posts
from assets.sync.memory import Memory
from warehouse.configuration.settings import Account, Business
from warehouse.home import Home
from warehouse.pseudonyms import InstallKey


@dataclass(frozen=True)
class Connection:
    """An account with its caller, its contract and what is remembered of it; `now` is the run's clock."""

    home: Home
    key: InstallKey
    business: Business
    account: Account
    contract: Contract
    api_version: str
    caller: Caller
    memory: Memory
    now: Callable[[], datetime]
    sync_id: str
    days_back: int | None = None  # asked for by a person; None: what the contract gives
    first_days_back: int | None = None  # of the configuration, for a first run
    days: tuple[date, date] | None = None  # first and last day, where a run is for certain days

    @property
    def platform(self) -> str:
        return self.contract.platform

    @property
    def account_id(self) -> str:
        return self.account.account

    @property
    def secrets(self) -> set[str]:
        """Every text of this account that must not appear anywhere."""
        return self.caller.tokens.secrets

    def known_posts(self) -> dict[str, KnownPost]:
        """Every post of the account that has landed, by id; empty before the first."""
        return known_posts(self.home, self.platform, self.business.id, self.account_id)

    def wanted_from(self, stream: str) -> datetime:
        """From when on the stream is wanted: as far as asked for, as configured, or as the platform goes."""
        limit = self.contract.streams[stream].history_days
        asked = self.days_back or self.first_days_back
        days = [number for number in (limit, asked) if number is not None]
        return self.now() - timedelta(days=min(days)) if days else datetime(2005, 1, 1)
