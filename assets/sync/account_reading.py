"""Reads the streams of one account in turn: nobody else reads it meanwhile, and every end is recorded."""

from collections.abc import Sequence
from dataclasses import dataclass

import httpx

from assets.calling.caller import Caller
from assets.calling.spending import Spending
from assets.calling.throttle import Throttle
from assets.calling.tokens import Tokens
from assets.sync import ledger, outcome
from assets.sync.asked import credential
from assets.sync.connection import Connection
from assets.sync.ledger import Attempt
from assets.sync.memory import Memory
from assets.sync.one_account import OneAccount
from assets.sync.open_pull import OpenPull, recover
from assets.sync.pulling import pulled
from assets.sync.stream import Stream
from warehouse.configuration.secrets import MissingSecret
from warehouse.locks import Busy, exclusively
from warehouse.pseudonyms import InstallKey


async def read_account(
    of: OneAccount, streams: Sequence[Stream], key: InstallKey, spending: Spending
) -> list[Attempt]:
    """One attempt for each stream that the account has and that is due. Raises nothing for what fails."""
    sync, lock = of.sync, of.memory_file.with_suffix(".lock")
    try:
        async with (
            exclusively(lock, of.patience.total_seconds()),
            # Dialects that renew tokens ask this host by a path, or another one by its whole address.
            httpx.AsyncClient(base_url=of.base_url, transport=sync.transport) as http,
        ):
            recover(sync.home, of.memory_file, sync.now())
            throttle = Throttle(sync.now, of.patience, of.rules.paces, of.memory().resets)
            reading = _Reading(of, key, spending, http, throttle)
            made = [await reading.isolated(stream) for stream in streams]
    except (Busy, OSError) as error:
        made = [_not_begun(of, stream, error) for stream in streams]
    return [attempt for attempt in made if attempt]


@dataclass(frozen=True)
class _Reading:
    """One account while it is being read."""

    of: OneAccount
    key: InstallKey
    spending: Spending
    http: httpx.AsyncClient
    throttle: Throttle

    async def isolated(self, stream: Stream) -> Attempt | None:
        """Reads one stream, None where it is not wanted; what is broken around it ends this stream only."""
        try:
            memory = self.of.memory()
            return await self._attempted(stream, memory) if self.of.wants(stream, memory) else None
        except Exception as error:
            return _not_begun(self.of, stream, error)

    async def _attempted(self, stream: Stream, memory: Memory) -> Attempt:
        attempt = self.of.attempt(stream)
        opened = OpenPull(self.of.memory_file, attempt)
        stopped = memory.notes.get("stopped", {})
        if stopped.get("sync_id") == attempt.sync_id:
            outcome.skipped(attempt, stopped["reason"], stopped["failure"])
        else:
            await self._recorded(stream, memory, attempt, opened)
        return _landed(self.of, attempt, opened)

    async def _recorded(self, stream: Stream, memory: Memory, attempt: Attempt, opened: OpenPull) -> None:
        """Reads and remembers; what was not foreseen is recorded, and nothing of it is remembered."""
        try:
            opened.write()
            await self._pulled(stream, memory, attempt, opened)
            memory.resets = self.throttle.resets
            attempt.dead_metrics = ", ".join(sorted(memory.dead_metrics)) or None
            memory.save()
        except MissingSecret as missing:
            outcome.failed(attempt, str(missing), "token")
        except Exception as error:
            outcome.unforeseen(attempt, error)

    async def _pulled(self, stream: Stream, memory: Memory, attempt: Attempt, opened: OpenPull) -> None:
        connection = self._connection(stream, memory, attempt.api_version)
        caller = connection.caller
        try:
            await pulled(connection, stream, attempt, opened)
        finally:
            attempt.calls = caller.calls
            attempt.skew_seconds = int(caller.skew.total_seconds())
            held = caller.tokens.credential
            # A token that another one renews is no matter for a person: that other one is.
            attempt.token_expires_at = None if held.renews_itself else held.expires_at
            attempt.refresh_expires_at = held.refresh_expires_at

    def _connection(self, stream: Stream, memory: Memory, version: str) -> Connection:
        """The account as clients see it; raises MissingSecret."""
        of, sync, account = self.of, self.of.sync, self.of.account
        manners = stream.manners(account, version)
        tokens = Tokens(sync.home, account.platform, account.account, credential(account), manners, sync.now)
        caller = Caller(self.http, of.base_url, manners, tokens, self.throttle, self.spending, sync.now)
        return Connection(
            sync.home, self.key, of.business, account, of.rules, version, caller, memory, sync.now,
            sync.sync_id, sync.days_back, of.settings.days_back, sync.days,
        )  # fmt: skip


def _not_begun(of: OneAccount, stream: Stream, error: Exception) -> Attempt:
    """The attempt of what could not begin: another run reads the account, or something is broken."""
    attempt = of.attempt(stream)
    if isinstance(error, Busy):
        waited = of.patience.total_seconds()
        outcome.skipped(attempt, f"another run has been reading this account for {waited:.0f} s", "busy")
    else:
        outcome.unforeseen(attempt, error)
    return _landed(of, attempt)


def _landed(of: OneAccount, attempt: Attempt, opened: OpenPull | None = None) -> Attempt:
    """Puts the attempt into the ledger; where that cannot be written, the attempt itself says so."""
    try:
        name = opened.name if opened else OpenPull(of.memory_file, attempt).name
        ledger.land(of.sync.home, name, [attempt], of.sync.now())
        if opened:
            opened.close()
    except OSError as error:
        outcome.unforeseen(attempt, error)
    return attempt
