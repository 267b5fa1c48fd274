"""The tokens that fake platforms have given out: whose they are, when they end, and what replaces them."""

from dataclasses import dataclass
from datetime import datetime, timedelta


def first_token(platform: str, account_id: str) -> str:
    """The access token with which an account is connected at first."""
    return f"twin-{platform}-{account_id}-access-0"


def first_refresh_token(platform: str, account_id: str) -> str:
    """The refresh token with which an account is connected at first."""
    return f"twin-{platform}-{account_id}-refresh-0"


@dataclass
class Given:
    """One account's tokens in force; `expires_at` None: does not end by time."""

    account_id: str
    access: str
    refresh: str
    expires_at: datetime | None = None
    number: int = 0


class TokenBook:
    """Who may read what on one platform. Renewing rotates both tokens: the old ones are of no use then."""

    def __init__(self, platform: str, account_ids: list[str]) -> None:
        self.platform = platform
        self._given = {
            each: Given(each, first_token(platform, each), first_refresh_token(platform, each))
            for each in account_ids
        }

    def owner(self, access: str | None, now: datetime) -> str | None:
        """The account whose token it is; None where it is unknown, rotated away or has ended."""
        for given in self._given.values():
            if given.access == access:
                return None if given.expires_at is not None and given.expires_at <= now else given.account_id
        return None

    def ends(self, access: str | None) -> Given | None:
        """What is known of a token, whether it has ended or not; None where it is unknown or rotated away."""
        return next((given for given in self._given.values() if given.access == access), None)

    def holder(self, refresh: str | None) -> str | None:
        """The account whose refresh token it is; None where it is unknown or rotated away."""
        return next((given.account_id for given in self._given.values() if given.refresh == refresh), None)

    def expire(self, account_id: str, at: datetime) -> None:
        """Lets the access token of an account end at that moment."""
        self._given[account_id].expires_at = at

    def renew(self, refresh: str | None, now: datetime, lifetime: timedelta) -> Given | None:
        """New tokens for a refresh token in force; None for any other."""
        for given in self._given.values():
            if given.refresh == refresh:
                given.number += 1
                stem = f"twin-{self.platform}-{given.account_id}"
                given.access, given.refresh = (
                    f"{stem}-access-{given.number}",
                    f"{stem}-refresh-{given.number}",
                )
                given.expires_at = now + lifetime
                return given
        return None
