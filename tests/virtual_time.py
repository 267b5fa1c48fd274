"""An event loop whose time jumps instead of passing: waits of minutes take no time, and their order stays."""

import asyncio
import selectors
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import TypeVar

Result = TypeVar("Result")


class _Jumping(selectors.SelectSelector):
    """Never waits: whoever would wait so many seconds lets the clock jump by them."""

    def __init__(self) -> None:
        super().__init__()
        self.jumped = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        # A microsecond a turn at least: limiters that compare rounded times would else spin in one instant.
        self.jumped += max(timeout or 0.0, 1e-6)
        return super().select(0)


class VirtualLoop(asyncio.SelectorEventLoop):
    """For code without real input and output, such as httpx with an ASGI transport."""

    def __init__(self) -> None:
        self._jumping = _Jumping()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.jumped


def virtually(
    start: datetime, work: Callable[[Callable[[], datetime]], Awaitable[Result]]
) -> tuple[Result, timedelta]:
    """Runs `work(now)` in virtual time from `start` on; its result, and how much virtual time it took."""
    loop = VirtualLoop()
    try:
        result = loop.run_until_complete(work(lambda: start + timedelta(seconds=loop.time())))
        return result, timedelta(seconds=loop.time())
    finally:
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()
