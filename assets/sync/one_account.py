"""One account in one sync, before anything is called: contract and settings, memory, a new attempt."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from assets.sync.asked import Sync
from assets.sync.contract import Contract, Product, contract
from assets.sync.ledger import OK, Attempt
from assets.sync.memory import Memory, path, remembered
from assets.sync.stream import Stream
from warehouse.configuration.settings import Account, Business, PlatformSettings


@dataclass(frozen=True)
class OneAccount:
    """An account of a business, and the sync that it is read in."""

    sync: Sync
    business: Business
    account: Account

    @property
    def rules(self) -> Contract:
        return contract(self.account.platform)

    @property
    def settings(self) -> PlatformSettings:
        return self.sync.configuration.platforms.get(self.account.platform, PlatformSettings())

    @property
    def base_url(self) -> str:
        return (self.settings.base_url or self._product.base_url).rstrip("/")

    @property
    def patience(self) -> timedelta:
        """How long anything is waited for at most."""
        return self.settings.longest_wait

    @property
    def memory_file(self) -> Path:
        return path(self.sync.home, self.business.id, self.account.platform, self.account.account)

    def memory(self) -> Memory:
        """What is remembered now; another stream or run may have changed it since it was asked for last."""
        account = self.account
        return remembered(self.sync.home, self.business.id, account.platform, account.account)

    def wants(self, stream: Stream, memory: Memory) -> bool:
        """Whether the stream is to be read: the account has it, and it is due or asked for anyway."""
        if not stream.applies(self.account):
            return False
        every = self.rules.streams[stream.name].every
        return not self.sync.only_due or memory.stream(stream.name).is_due(every, self.sync.now())

    def attempt(self, stream: Stream) -> Attempt:
        """An attempt that begins now, well until somebody says otherwise."""
        version = self.settings.api_version or self._product.api_version
        return Attempt(
            business_id=self.business.id, source=self.account.platform, account_id=self.account.account,
            stream=stream.name, status=OK, api_version=version,
            api_version_ends_on=self.rules.ends_on(version), sync_id=self.sync.sync_id,
            started_at=self.sync.now(),
        )  # fmt: skip

    @property
    def _product(self) -> Product:
        return self.rules.product(self.account.product)
