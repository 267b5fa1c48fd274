"""Tokens that platforms exchange for newer ones: kept in the home with mode 0600, never shown or logged."""

import hashlib
import json
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from warehouse.files import atomic
from warehouse.home import Home

TOKENS, TIMES = ("access_token", "refresh_token"), ("expires_at", "refresh_expires_at")


@dataclass(frozen=True)
class Credential:
    """What one account is read with. Times are naive UTC, None where nobody has said when the token ends."""

    access_token: str = field(repr=False)
    refresh_token: str | None = field(default=None, repr=False)
    client_id: str | None = field(default=None, repr=False)
    client_secret: str | None = field(default=None, repr=False)
    expires_at: datetime | None = None
    refresh_expires_at: datetime | None = None

    @property
    def secrets(self) -> tuple[str, ...]:
        """Every text that must not appear anywhere."""
        known = (self.access_token, self.refresh_token, self.client_secret)
        return tuple(secret for secret in known if secret)

    @property
    def fingerprint(self) -> str:
        """Tells one pair of configured tokens from another without telling either."""
        tokens = f"{self.access_token}\0{self.refresh_token or ''}"
        return hashlib.sha256(tokens.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def path(home: Home, platform: str, account: str) -> Path:
    """The file of an account's credential; its name survives any account id."""
    name = hashlib.sha256(account.encode()).hexdigest()[:16]
    return home.credentials / f"{platform}-{name}.json"


def current(home: Home, platform: str, account: str, configured: Credential) -> Credential:
    """The newest tokens: what was stored since, unless a person has configured other ones meanwhile.

    Client id and secret are always the configured ones. A damaged file counts as none.
    """
    try:
        stored = json.loads(path(home, platform, account).read_text(encoding="utf-8"))
        if stored["configured"] != configured.fingerprint:
            return configured
        tokens = {name: stored[name] for name in TOKENS}
        times = {name: datetime.fromisoformat(stored[name]) if stored[name] else None for name in TIMES}
        newest: dict[str, Any] = tokens | times
        return replace(configured, **newest)
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return configured


def store(home: Home, platform: str, account: str, configured: Credential, renewed: Credential) -> None:
    """Keeps what a platform gave in exchange, before anybody uses it, and which configured it replaces."""
    home.credentials.mkdir(parents=True, exist_ok=True)
    home.credentials.chmod(0o700)
    told = {name: getattr(renewed, name) for name in (*TOKENS, *TIMES)}
    with atomic(path(home, platform, account)) as temporary:
        temporary.touch(mode=0o600)
        text = json.dumps({**told, "configured": configured.fingerprint}, default=datetime.isoformat)
        temporary.write_text(text, encoding="utf-8")
