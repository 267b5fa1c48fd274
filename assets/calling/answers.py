"""An answer of a platform, and what its dialect makes of it: go on, try again, wait, or why it failed."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple

import httpx

from assets.calling.failures import CallFailed, Unreachable


@dataclass(frozen=True)
class Answer:
    """Status, headers, parsed body (None where it is no JSON) and when it came by our clock (naive UTC)."""

    status: int
    headers: httpx.Headers
    body: Any
    at: datetime

    @property
    def server_time(self) -> datetime | None:
        """The platform's own clock as its Date header tells it, naive UTC; None where it says nothing."""
        try:
            said = parsedate_to_datetime(self.headers.get("date", ""))
        except ValueError:
            return None
        return said.astimezone(UTC).replace(tzinfo=None) if said.tzinfo else said

    @property
    def told_at(self) -> datetime:
        """When it was given by the platform's clock, where that is told, else by ours; naive UTC."""
        return self.server_time or self.at

    @property
    def until_midnight(self) -> timedelta:
        """How long the UTC day lasts by the platform's clock: ceilings of a day hold until its end."""
        return datetime.combine(self.told_at.date() + timedelta(days=1), time()) - self.told_at

    @property
    def day_ends_at(self) -> datetime:
        """When that day ends by our clock, in whole seconds: platforms do not tell theirs more exactly."""
        return (self.at + self.until_midnight).replace(microsecond=0)


class Again(NamedTuple):
    """The call may succeed when it is made again: at once with backoff, or after so many seconds.

    `fails`: what it counts as where every attempt with backoff ends like this.
    """

    reason: str
    after: float | None = None
    fails: type[CallFailed] = Unreachable


class Allowance(NamedTuple):
    """What a platform says is left: `remaining` calls until `reset`; or a pause (seconds) it would welcome.

    `reset` is a moment by the platform's own clock (naive UTC); the caller brings it to ours.
    """

    remaining: int | None = None
    reset: datetime | None = None
    pause: float = 0.0
