"""A pace for calls whose answers do not say what is left: so many in any stretch, as early as can be."""

import asyncio
from collections import deque

# Calls take unequally long to arrive: what is right when they leave may be a little too fast where they come.
SLOWER = 1.05


class Pace:
    """At most `calls` in any stretch of `seconds`, as early as that allows; who asks first goes first."""

    def __init__(self, calls: int, seconds: float) -> None:
        self._seconds = seconds * SLOWER
        self._newest: deque[float] = deque(maxlen=calls)
        self._turn = asyncio.Lock()

    async def acquire(self) -> None:
        """Returns when the next call may be made."""
        clock = asyncio.get_running_loop()
        async with self._turn:
            if len(self._newest) == self._newest.maxlen:
                await asyncio.sleep(max(0.0, self._newest[0] + self._seconds - clock.time()))
            self._newest.append(clock.time())
