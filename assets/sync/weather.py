"""API weather: which tokens and versions of APIs end when, as far as contracts, tokens and the ledger say."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from assets.sync import ledger
from assets.sync.asked import connected, credential
from assets.sync.contract import Contract, contract
from assets.sync.ledger import Attempt
from warehouse import credentials
from warehouse.configuration.secrets import MissingSecret
from warehouse.configuration.settings import Account, Configuration, PlatformSettings
from warehouse.home import Home

INFO, WARN, URGENT, ENDED = "info", "warn", "urgent", "ended"
LEVELS = ((0, ENDED), (7, URGENT), (30, WARN), (90, INFO))


@dataclass(frozen=True)
class Ending:
    """What of one account ends within 90 days, or has ended: token, refresh token or API version."""

    business_id: str
    platform: str
    account_id: str
    what: str
    ends_on: date
    days_left: int
    level: str  # info (90 days or less), warn (30), urgent (7), ended
    words: str


class _End:
    """What ends on a day, and what a person can do about it."""

    def __init__(self, what: str, on: date | datetime | None, cure: str) -> None:
        self.what, self.cure = what, cure
        self.on = on.date() if isinstance(on, datetime) else on


def weather(
    configuration: Configuration, home: Home, moment: datetime, platform: str | None = None
) -> list[Ending]:
    """What ends within 90 days or has ended, of every connected account, the nearest end first."""
    last: dict[tuple[str, str, str], list[Attempt]] = {}
    for attempt in ledger.newest(home, platform):
        last.setdefault((attempt.business_id, attempt.source, attempt.account_id), []).append(attempt)
    platforms = {account.platform for business in configuration.businesses for account in business.accounts}
    found = [
        ending
        for name in sorted(platforms if platform is None else platforms & {platform})
        for business, account in connected(configuration, name)
        for end in _ends(configuration, home, account, last.get((business.id, name, account.account), []))
        if (ending := _ending(business.id, account, end, moment.date()))
    ]
    return sorted(found, key=lambda each: (each.ends_on, each.business_id, each.platform, each.account_id))


def level(days_left: int) -> str | None:
    """How urgent an end in so many days is; None where it is more than 90 days away."""
    return next((name for days, name in LEVELS if days_left <= days), None)


def _ending(business_id: str, account: Account, end: _End, today: date) -> Ending | None:
    if end.on is None or (found := level((end.on - today).days)) is None:
        return None
    left = (end.on - today).days
    when = f"ended on {end.on}" if left <= 0 else f"ends on {end.on}, in {left} day{'s' * (left > 1)}"
    words = f"{business_id}/{account.platform} {account.account}: the {end.what} {when}; {end.cure}"
    return Ending(business_id, account.platform, account.account, end.what, end.on, left, found, words)


def _ends(configuration: Configuration, home: Home, account: Account, last: list[Attempt]) -> Iterator[_End]:
    yield from _token_ends(home, account, last)
    settings = configuration.platforms.get(account.platform, PlatformSettings())
    rules = contract(account.platform)
    yield _version_end(rules, settings.api_version or rules.product(account.product).api_version)


def _token_ends(home: Home, account: Account, last: list[Attempt]) -> Iterator[_End]:
    """A token that is renewed by itself is no matter for a person; that which renews it is."""
    anew = f"connect the account anew and set {account.token.name if account.token else 'its token'}"
    refused = [attempt.started_at for attempt in last if attempt.failure == "token"]
    if refused:
        yield _End("token", min(refused), f"the platform refuses it: {anew}")
        return
    ends, refresh_ends = _known_ends(home, account, last)
    if account.refresh_token is None:
        yield _End("token", ends, anew)
    yield _End("refresh token", refresh_ends, anew)


def _known_ends(home: Home, account: Account, last: list[Attempt]) -> tuple[datetime | None, datetime | None]:
    """When token and refresh token end: as stored with them, else as the newest attempt was told."""
    try:
        stored = credentials.current(home, account.platform, account.account, credential(account))
    except MissingSecret:
        stored = None
    told = max(last, key=lambda attempt: attempt.started_at, default=None)
    ends = (stored and not stored.renews_itself and stored.expires_at) or (told and told.token_expires_at)
    refresh_ends = (stored and stored.refresh_expires_at) or (told and told.refresh_expires_at)
    return ends or None, refresh_ends or None


def _version_end(rules: Contract, version: str) -> _End:
    ends = rules.ends_on(version)
    later = _later(rules.versions, ends)
    name = f"platforms.{rules.platform}.api_version"
    cure = f"set {name} in almanac.yaml to {later}" if later else f"install a newer release, or set {name}"
    return _End(f"API version {version}", ends, cure)


def _later(versions: Mapping[str, date | None], ends: date | None) -> str | None:
    """The version that lasts longest, where one lasts longer than until `ends`."""
    if not versions or ends is None:
        return None
    longest = max(versions, key=lambda name: versions[name] or date.max)
    until = versions[longest]
    return longest if until is None or until > ends else None
