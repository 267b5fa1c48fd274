"""What a sync is asked for, and what the configuration says an account is read with."""

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

import httpx

from warehouse.configuration.secrets import MissingSecret, Secret
from warehouse.configuration.settings import Account, Business, Configuration
from warehouse.credentials import Credential
from warehouse.home import Home


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
    days: tuple[date, date] | None = None  # first and last day, where a run is for certain days


def connected(configuration: Configuration, platform: str) -> list[tuple[Business, Account]]:
    """The accounts of a platform that have a token, in the order of the configuration."""
    return [
        (business, account)
        for business in configuration.businesses
        for account in business.accounts
        if account.platform == platform and account.token is not None
    ]


def credential(account: Account) -> Credential:
    """What the configuration says the account is read with; raises MissingSecret."""
    if account.token is None:
        raise MissingSecret(f"no token for {account.platform} {account.account} in almanac.yaml")
    token = _revealed(account.token)
    if token.startswith("{"):
        return Credential("", signing_key=token)
    others = (account.refresh_token, account.client_id, account.client_secret)
    refresh_token, client_id, client_secret = (_revealed(secret) if secret else None for secret in others)
    return Credential(token, refresh_token, client_id, client_secret)


def _revealed(secret: Secret) -> str:
    """The secret without blanks around it; one that no header could carry is told by its name only."""
    text = secret.reveal().strip()
    if text.startswith("{"):
        return _key_file(secret, text)
    if not (text.isascii() and text.isprintable() and text):
        raise MissingSecret(
            f"{secret.name}: expected letters, digits and signs of ASCII, got others (not shown)"
        )
    return text


def _key_file(secret: Secret, text: str) -> str:
    """The JSON of a key file in one line; raises MissingSecret."""
    try:
        return json.dumps(json.loads(text))
    except (ValueError, RecursionError):
        raise MissingSecret(f"{secret.name}: expected the JSON of a key file, got none (not shown)") from None
