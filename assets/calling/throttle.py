"""When an account may be read again, learnt from answers, so that no call is made that will be refused."""

import asyncio
import random
from collections.abc import Callable
from datetime import datetime, timedelta

from assets.calling.answers import Allowance
from assets.calling.failures import QuotaUsedUp
from assets.calling.pace import Pace

EVERYTHING = "*"
SAME = timedelta(seconds=2)  # clocks are told in whole seconds: resets as near as this are one


class Throttle:
    """The rate budget of one credential, by endpoint. Nobody waits longer than `longest_wait` for it."""

    def __init__(
        self,
        now: Callable[[], datetime],
        longest_wait: timedelta,
        paces: dict[str, tuple[int, float]],
        resets: dict[str, datetime],
    ) -> None:
        """`paces`: calls and seconds of endpoints whose answers say nothing; `resets`: known from before.

        "*" stands for every endpoint that is not named.
        """
        self._now = now
        self._longest_wait = longest_wait
        self._left: dict[str, int] = dict.fromkeys(resets, 0)
        self._resets = dict(resets)
        self._paces = {name: Pace(calls, seconds) for name, (calls, seconds) in paces.items()}

    async def ready(self, endpoint: str) -> None:
        """Returns when the endpoint may be called; raises QuotaUsedUp where that is too far away."""
        for name in (EVERYTHING, endpoint):
            while (until := self._shut_until(name)) is not None:
                await self.wait(name, (until - self._now()).total_seconds(), until)
                # A clock that stands still would never pass it; and another task may have learnt a new one.
                if self._resets.get(name) == until:
                    self._forget(name)
        if endpoint in self._left:
            self._left[endpoint] -= 1
        await self._paced(endpoint)

    async def told(self, endpoint: str, allowance: Allowance | None) -> None:
        """Learns what an answer said is left; of several answers of one window, the smallest number counts.

        A pause that the platform would welcome holds for every endpoint, before the next call.
        """
        if allowance is None:
            return
        if allowance.remaining is not None and allowance.reset is not None:
            known = self._left.get(endpoint) if self._is_window(endpoint, allowance.reset) else None
            self._left[endpoint] = allowance.remaining if known is None else min(known, allowance.remaining)
            self._resets[endpoint] = allowance.reset
        if allowance.pause > 0:
            self._shut(EVERYTHING, self._now() + timedelta(seconds=allowance.pause))

    async def wait(
        self, endpoint: str, seconds: float, until: datetime | None = None, waited: float = 0.0
    ) -> None:
        """Waits, with a little jitter, as a refused call said; raises QuotaUsedUp where that is too long.

        `waited`: seconds for which the same call has waited before.
        """
        if seconds + waited > self._longest_wait.total_seconds():
            until = until or self._now() + timedelta(seconds=seconds)
            self._shut(endpoint, until)
            what = "all calls" if endpoint == EVERYTHING else endpoint
            raise QuotaUsedUp(f"{what}: the platform gives nothing until {until:%Y-%m-%d %H:%M} UTC", until)
        await asyncio.sleep(max(seconds, 0) + random.uniform(0.05, 1.0))  # noqa: S311

    @property
    def resets(self) -> dict[str, datetime]:
        """Endpoints with nothing left, and when they may be called again."""
        return {name: at for name in list(self._resets) if (at := self._shut_until(name)) is not None}

    def _shut(self, name: str, until: datetime) -> None:
        self._left[name], self._resets[name] = 0, until

    def _shut_until(self, name: str) -> datetime | None:
        """Until when there is nothing left; None where there is, or where the window has passed."""
        until = self._resets.get(name)
        if until is None or self._left.get(name, 1) > 0:
            return None
        if until <= self._now():
            self._forget(name)
            return None
        return until

    def _forget(self, name: str) -> None:
        self._left.pop(name, None)
        self._resets.pop(name, None)

    def _is_window(self, endpoint: str, reset: datetime) -> bool:
        known = self._resets.get(endpoint)
        return known is not None and abs(known - reset) <= SAME

    async def _paced(self, endpoint: str) -> None:
        pace = self._paces.get(endpoint) or self._paces.get(EVERYTHING)
        if pace is None:
            return
        try:
            async with asyncio.timeout(self._longest_wait.total_seconds()):
                await pace.acquire()
        except TimeoutError:
            raise QuotaUsedUp(f"{endpoint}: our pace allows no call within {self._longest_wait}") from None
