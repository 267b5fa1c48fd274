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
    """What one account is read with. Times are naive UTC, None where nobody has said when the token ends.

    `signing_key` is the JSON of a key that signs for access tokens, which then are all there is to keep.
    """

    access_token: str = field(repr=False)
    refresh_token: str | None = field(default=None, repr=False)
    client_id: str | None = field(default=None, repr=False)
    client_secret: str | None = field(default=None, repr=False)
    signing_key: str | None = field(default=None, repr=False)
    expires_at: datetime | None = None
    refresh_expires_at: datetime | None = None

    @property
    def secrets(self) -> tuple[str, ...]:
        """Every text that must not appear anywhere."""
        known = (self.access_token, self.refresh_token, self.client_secret, *_spelled(self.signing_key))
        return tuple(secret for secret in known if secret)

    @property
    def is_renewable(self) -> bool:
        """Whether there is anything to get another access token with."""
        return bool(self.refresh_token or self.signing_key)

    @property
    def renews_itself(self) -> bool:
        """Whether the end of the access token is no matter for a person: another secret brings a new one."""
        return self.refresh_token not in (None, self.access_token) or self.signing_key is not None

    @property
    def fingerprint(self) -> str:
        """Tells one pair of configured tokens from another without telling either."""
        tokens = f"{self.access_token}\0{self.refresh_token or ''}{self.signing_key or ''}"
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


def _spelled(signing_key: str | None) -> list[str]:
    """The key as JSON, the private key that is in it, and this without its frame and line breaks."""
    if signing_key is None:
        return []
    private = str(json.loads(signing_key).get("private_key", ""))
    lines = [line for line in private.splitlines() if not line.startswith("-----")]
    return [signing_key, private, "".join(lines)]
