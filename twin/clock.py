"""The time in the simulated world: the real one, or one that stands where it was set."""

from collections.abc import Callable
from datetime import UTC, datetime


class Clock:
    """Naive UTC. `set` makes it stand still; with a `source` it follows that."""

    def __init__(self, at: datetime | None = None, source: Callable[[], datetime] | None = None) -> None:
        self._at, self._source = at, source

    def now(self) -> datetime:
        if self._at is not None:
            return self._at
        return self._source() if self._source else datetime.now(UTC).replace(tzinfo=None)

    def set(self, at: datetime) -> None:
        """Lets the simulated world stand at that moment."""
        self._at = at

    def follow(self, source: Callable[[], datetime]) -> None:
        """Lets the simulated world go on with that clock."""
        self._at, self._source = None, source
