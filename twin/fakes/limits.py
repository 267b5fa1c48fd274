"""Rate limits as platforms count them: fixed windows and sliding windows, by credential and endpoint."""

from collections import defaultdict, deque
from datetime import datetime, timedelta
from typing import NamedTuple

from twin.fakes.epoch import EPOCH


class State(NamedTuple):
    """After a call: whether it was allowed, what is left, and when the window ends."""

    allowed: bool
    limit: int
    remaining: int
    reset: datetime


class FixedWindows:
    """So many calls in each window of so many seconds, windows cut on the clock."""

    def __init__(self) -> None:
        self._counts: dict[tuple[str, ...], tuple[datetime, int]] = {}

    def count(self, now: datetime, limit: int, seconds: float, *key: str) -> State:
        """Counts a call; a refused one counts too."""
        begun = EPOCH + timedelta(seconds=((now - EPOCH).total_seconds() // seconds) * seconds)
        before = self._counts.get(key)
        used = before[1] + 1 if before and before[0] == begun else 1
        self._counts[key] = (begun, used)
        return State(used <= limit, limit, max(limit - used, 0), begun + timedelta(seconds=seconds))


class SlidingWindows:
    """So many calls in any stretch of so many seconds."""

    def __init__(self) -> None:
        self._calls: dict[tuple[str, ...], deque[datetime]] = defaultdict(deque)

    def count(self, now: datetime, limit: int, seconds: float, *key: str) -> State:
        """Counts a call that is allowed; a refused one does not count."""
        calls = self._calls[key]
        while calls and calls[0] <= now - timedelta(seconds=seconds):
            calls.popleft()
        allowed = len(calls) < limit
        if allowed:
            calls.append(now)
        return State(allowed, limit, limit - len(calls), calls[0] + timedelta(seconds=seconds))
