"""An answer of a platform, and what its dialect makes of it: go on, try again, wait, or why it failed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import httpx


@dataclass(frozen=True)
class Answer:
    """Status, headers (small letters), parsed body (None where it is no JSON) and when it came (naive UTC)."""

    status: int
    headers: httpx.Headers
    body: Any
    at: datetime

    @property
    def server_time(self) -> datetime | None:
        """The platform's own clock as its Date header tells it, naive UTC; None where it says nothing."""
        try:
            return datetime.strptime(self.headers.get("date", ""), "%a, %d %b %Y %H:%M:%S %Z")
        except ValueError:
            return None


class Again(NamedTuple):
    """The call may succeed when it is made again: at once with backoff, or after so many seconds."""

    reason: str
    after: float | None = None


class Allowance(NamedTuple):
    """What a platform says is left: `remaining` calls until `reset`; or a pause (seconds) it would welcome."""

    remaining: int | None = None
    reset: datetime | None = None
    pause: float = 0.0
