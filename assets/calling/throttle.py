"""When an account may be read again, learnt from answers, so that no call is made that will be refused."""

import asyncio
import random
from collections.abc import Callable
from datetime import datetime, timedelta

from aiolimiter import AsyncLimiter

from assets.calling.answers import Allowance
from assets.calling.failures import QuotaUsedUp

BURST = 0.1  # the share of a sliding window that may be used at once, so that no stretch of it holds too many


class Throttle:
    """The rate budget of one credential, by endpoint. Nobody waits longer than `longest_wait` for it."""

    def __init__(
        self,
        now: Callable[[], datetime],
        longest_wait: timedelta,
        paces: dict[str, tuple[int, float]],
        resets: dict[str, datetime],
    ) -> None:
        """`paces`: calls and seconds of endpoints ("*" = all) whose answers say nothing; `resets`: known from before."""
        self._now = now
        self._longest_wait = longest_wait
        self._left: dict[str, int] = dict.fromkeys(resets, 0)
        self._resets = dict(resets)
        self._limiters = {
            name: AsyncLimiter(max(1.0, calls * BURST), seconds * BURST / (1 - BURST))
            for name, (calls, seconds) in paces.items()
        }

    async def ready(self, endpoint: str) -> None:
        """Returns when the endpoint may be called; raises QuotaUsedUp where that is too far away."""
        while self._left.get(endpoint, 1) <= 0 and endpoint in self._resets:
            await self.wait(
                endpoint, (self._resets[endpoint] - self._now()).total_seconds(), self._resets[endpoint]
            )
            self._left.pop(endpoint, None)
        if endpoint in self._left:
            self._left[endpoint] -= 1
        if limiter := self._limiters.get(endpoint) or self._limiters.get("*"):
            await limiter.acquire()

    async def told(self, endpoint: str, allowance: Allowance | None) -> None:
        """Learns what an answer said is left; of several answers of one window, the smallest number counts."""
        if allowance is None:
            return
        if allowance.remaining is not None and allowance.reset is not None:
            known = self._left.get(endpoint) if self._resets.get(endpoint) == allowance.reset else None
            self._left[endpoint] = allowance.remaining if known is None else min(known, allowance.remaining)
            self._resets[endpoint] = allowance.reset
        if allowance.pause:
            await asyncio.sleep(allowance.pause)

    async def wait(self, endpoint: str, seconds: float, until: datetime | None = None) -> None:
        """Waits, with a little jitter, as a refused call said; raises QuotaUsedUp where that is too long."""
        if seconds > self._longest_wait.total_seconds():
            until = until or self._now() + timedelta(seconds=seconds)
            self._left[endpoint], self._resets[endpoint] = 0, until
            raise QuotaUsedUp(f"{endpoint}: no more calls until {until:%Y-%m-%d %H:%M} UTC", until)
        await asyncio.sleep(max(seconds, 0) + random.uniform(0.05, 1.0))  # noqa: S311

    @property
    def resets(self) -> dict[str, datetime]:
        """Endpoints with nothing left, and when they may be called again."""
        now = self._now()
        return {name: at for name, at in self._resets.items() if self._left.get(name) == 0 and at > now}
