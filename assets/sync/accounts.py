"""Reads streams of accounts: accounts side by side, the streams of one in turn; what fails, fails alone."""

import asyncio
import uuid
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime

import httpx

from assets.calling.caller import Caller
from assets.calling.failures import CallFailed, OutOfBudget, QuotaUsedUp
from assets.calling.secrecy import shown, silence_http
from assets.calling.spending import MICRO, Spending
from assets.calling.throttle import Throttle
from assets.calling.tokens import Tokens
from assets.sync import ledger
from assets.sync.connection import Connection
from assets.sync.contract import contract
from assets.sync.landing import Landing
from assets.sync.ledger import FAILED, OK, PARTIAL, SKIPPED, Attempt
from assets.sync.memory import remembered
from assets.sync.pull import Pull, name_of
from assets.sync.records import schema
from assets.sync.refused import Refusals
from assets.sync.stream import Stream
from warehouse.configuration.secrets import MissingSecret
from warehouse.configuration.settings import Account, Business, Configuration, PlatformSettings
from warehouse.credentials import Credential
from warehouse.home import Home
from warehouse.pseudonyms import InstallKey


@dataclass(frozen=True)
class Sync:
    """One sync of one platform: which accounts, as of when, how far back, and through which wire."""

    home: Home
    configuration: Configuration
    now: Callable[[], datetime]
    businesses: frozenset[str] = frozenset()  # empty: all
    only_due: bool = False
    days_back: int | None = None
    sync_id: str = field(default_factory=lambda: uuid.uuid4().hex)
    transport: httpx.AsyncBaseTransport | None = None  # None: the network


def connected(configuration: Configuration, platform: str) -> list[tuple[Business, Account]]:
    """The accounts of a platform that have a token, in the order of the configuration."""
    return [
        (business, account)
        for business in configuration.businesses
        for account in business.accounts
        if account.platform == platform and account.token is not None
    ]


def run(sync: Sync, streams: Sequence[Stream]) -> list[Attempt]:
    """Reads the streams (of one platform) for every account that is connected; one attempt each comes back."""
    return asyncio.run(read(sync, streams))


async def read(sync: Sync, streams: Sequence[Stream]) -> list[Attempt]:
    """As `run`, inside an event loop."""
    silence_http()
    platform = streams[0].source
    spending = _spending(sync, platform)
    wanted = [
        (business, account)
        for business, account in connected(sync.configuration, platform)
        if not sync.businesses or business.id in sync.businesses
    ]
    done = await asyncio.gather(*(_account(sync, streams, *each, spending) for each in wanted))
    return [attempt for of_account in done for attempt in of_account]


async def _account(
    sync: Sync, streams: Sequence[Stream], business: Business, account: Account, spending: Spending
) -> list[Attempt]:
    """All streams of one account, in turn."""
    settings = sync.configuration.platforms.get(account.platform, PlatformSettings())
    async with httpx.AsyncClient(transport=sync.transport, follow_redirects=False) as http:
        made: list[Attempt] = []
        for stream in streams:
            if stream.applies(account):
                attempt = await _stream(sync, stream, business, account, settings, http, spending)
                made += [attempt] if attempt else []
    return made


async def _stream(
    sync: Sync, stream: Stream, business: Business, account: Account, settings: PlatformSettings,
    http: httpx.AsyncClient, spending: Spending,
) -> Attempt | None:  # fmt: skip
    """One stream of one account; None where it is not due. Lands what came before it remembers that it did."""
    rules = contract(stream.source)
    memory = remembered(sync.home, business.id, stream.source, account.account)
    started, last_ok = sync.now(), memory.stream(stream.name).last_ok
    if sync.only_due and last_ok is not None and last_ok + rules.streams[stream.name].every > started:
        return None
    version = settings.api_version or rules.api_version
    attempt = Attempt(
        business_id=business.id, source=stream.source, account_id=account.account, stream=stream.name,
        status=OK, api_version=version, api_version_ends_on=rules.ends_on(version), sync_id=sync.sync_id,
        started_at=started,
    )  # fmt: skip
    stopped = memory.notes.get("stopped", {})
    if stopped.get("sync_id") == sync.sync_id:
        attempt.status, attempt.reason, attempt.failure = SKIPPED, stopped["reason"], stopped["failure"]
        return _landed(sync, attempt)
    try:
        configured = credential(account)
    except MissingSecret as missing:
        attempt.status, attempt.reason, attempt.failure = FAILED, str(missing), "token"
        return _landed(sync, attempt)
    manners = stream.manners(account, version)
    tokens = Tokens(sync.home, stream.source, account.account, configured, manners, sync.now)
    throttle = Throttle(sync.now, settings.longest_wait, rules.paces, memory.resets)
    base_url = (settings.base_url or rules.base_url).rstrip("/")
    caller = Caller(http, base_url, manners, tokens, throttle, spending, sync.now)
    connection = Connection(
        sync.home, InstallKey.load(sync.home), business, account, rules, version, caller, memory, sync.now,
        sync.sync_id, sync.days_back, settings.days_back,
    )  # fmt: skip
    await _pulled(connection, stream, attempt)
    memory.resets = throttle.resets
    attempt.calls = caller.calls
    attempt.skew_seconds = int(caller.skew.total_seconds())
    attempt.token_expires_at = tokens.credential.expires_at
    attempt.refresh_expires_at = tokens.credential.refresh_expires_at
    attempt.dead_metrics = ", ".join(sorted(memory.dead_metrics)) or None
    memory.save()
    return _landed(sync, attempt)


async def _pulled(connection: Connection, stream: Stream, attempt: Attempt) -> None:
    """Reads and lands; tells the attempt and the memory what became of it."""
    name = name_of(connection, stream.name)
    refused = Refusals(
        connection.home, connection.business.id, stream.source, stream.name, connection.account_id, name
    )
    with ExitStack() as held:
        landed_at = connection.now()
        landing = held.enter_context(
            Landing(connection.home, stream.source, stream.name, name, schema(stream.record), landed_at)
        )
        pull = Pull(connection, stream.name, stream.record, landing, refused)
        failure: CallFailed | None = None
        try:
            await stream.read(pull)
        except CallFailed as failed:
            failure = failed
        landing.finish()
        refused.finish(connection.sync_id, landed_at)
    _told(attempt, pull, failure)


def _told(attempt: Attempt, pull: Pull, failure: CallFailed | None) -> None:
    connection, memory = pull.connection, pull.memory
    attempt.rows, attempt.refused, attempt.newest_data = pull.rows, len(pull.refusals), pull.newest
    attempt.cost_microusd = pull.cost
    attempt.due_at = connection.now() + connection.contract.streams[pull.stream].every
    if failure is not None:
        attempt.reason, attempt.failure = failure.reason, failure.kind
        attempt.status = PARTIAL if pull.rows or isinstance(failure, QuotaUsedUp | OutOfBudget) else FAILED
        attempt.due_at = getattr(failure, "until", None) or connection.now()
        if failure.ends == "account":
            connection.memory.notes["stopped"] = {
                "sync_id": connection.sync_id, "reason": failure.reason, "failure": attempt.failure,
            }  # fmt: skip
    elif pull.left:
        attempt.status, attempt.reason, attempt.failure = PARTIAL, pull.left[0], pull.left_kind
    else:
        memory.last_ok = connection.now()
    secrets = connection.caller.tokens.credential.secrets
    for name, texts in (("remarks", pull.remarks), ("left", pull.left), ("lost", pull.lost)):
        setattr(attempt, name, shown("; ".join(dict.fromkeys(texts)), secrets) or None)


def _landed(sync: Sync, attempt: Attempt) -> Attempt:
    name = f"{attempt.business_id}-{attempt.source}-{attempt.stream}-{uuid.uuid4().hex[:16]}"
    ledger.land(sync.home, name, [attempt], sync.now())
    return attempt


def credential(account: Account) -> Credential:
    """What the configuration says the account is read with; raises MissingSecret."""
    if account.token is None:
        raise MissingSecret(f"no token for {account.platform} {account.account} in almanac.yaml")
    others = (account.refresh_token, account.client_id, account.client_secret)
    refresh_token, client_id, client_secret = (secret.reveal() if secret else None for secret in others)
    return Credential(account.token.reveal(), refresh_token, client_id, client_secret)


def _spending(sync: Sync, platform: str) -> Spending:
    month = f"{sync.now():%Y-%m}"
    budget = sync.configuration.budgets.get(platform)
    allowed = round(budget.usd_per_month * MICRO) if budget else None
    return Spending(platform, month, allowed, ledger.spent(sync.home, platform, month))
