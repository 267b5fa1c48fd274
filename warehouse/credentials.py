"""Tokens that platforms exchange for newer ones: kept in the home with mode 0600, never shown, never logged."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from warehouse.files import atomic
from warehouse.home import Home


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
        """Tells one configured credential from another without telling either."""
        return hashlib.sha256("\0".join(self.secrets).encode()).hexdigest()[:16]


def path(home: Home, platform: str, account: str) -> Path:
    """The file of an account's credential; its name survives any account id."""
    name = hashlib.sha256(account.encode()).hexdigest()[:16]
    return home.credentials / f"{platform}-{name}.json"


def current(home: Home, platform: str, account: str, configured: Credential) -> Credential:
    """The newest credential: what was stored since, unless a person has configured another one meanwhile."""
    file = path(home, platform, account)
    if not file.is_file():
        return configured
    stored = json.loads(file.read_text(encoding="utf-8"))
    if stored.pop("configured") != configured.fingerprint:
        return configured
    for name in ("expires_at", "refresh_expires_at"):
        stored[name] = datetime.fromisoformat(stored[name]) if stored[name] else None
    return Credential(**stored)


def store(home: Home, platform: str, account: str, configured: Credential, renewed: Credential) -> None:
    """Keeps what a platform gave in exchange, before anybody uses it; remembers which configured one it replaces."""
    file = path(home, platform, account)
    home.credentials.mkdir(mode=0o700, parents=True, exist_ok=True)
    told = {**asdict(renewed), "configured": configured.fingerprint}
    with atomic(file) as temporary:
        temporary.touch(mode=0o600)
        temporary.write_text(json.dumps(told, default=datetime.isoformat), encoding="utf-8")
