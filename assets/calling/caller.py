"""Makes the calls of one account: signs, counts, waits, tries again where that can help, judges answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import httpx
import stamina

from assets.calling.answers import Again, Allowance, Answer
from assets.calling.dialect import Dialect
from assets.calling.exchange import Asked, Retry, answered
from assets.calling.failures import CallFailed, QuotaUsedUp, TokenRefused
from assets.calling.secrecy import shown
from assets.calling.spending import Spending
from assets.calling.throttle import Throttle
from assets.calling.tokens import Tokens

TRIES = 4
MOST_WAITS = 5
SKEW = timedelta(minutes=2)


@dataclass
class Caller:
    """The calls of one account to one platform, with what they came to: number, and the platform's clock."""

    http: httpx.AsyncClient
    base_url: str
    dialect: Dialect
    tokens: Tokens
    throttle: Throttle
    spending: Spending
    now: Callable[[], datetime]
    calls: int = 0
    skew: timedelta = field(default_factory=timedelta)

    async def get(self, path: str, endpoint: str, **params: Any) -> Answer:
        """GETs `path` with the parameters that are not None; `endpoint` names the rate budget it counts to.

        Raises CallFailed of the kind that the dialect finds.
        """
        given = {name: value for name, value in params.items() if value is not None}
        return await self.call("GET", path, endpoint, params=given)

    async def call(
        self,
        method: str,
        path: str,
        endpoint: str,
        params: Mapping[str, Any] | None = None,
        query: str | None = None,
        json_body: Any = None,
        form: Mapping[str, str] | None = None,
    ) -> Answer:
        """One call, whatever it takes. `query` is a query string written by hand, which stays as it is."""
        url = self.base_url + path + (f"?{query}" if query else "")
        asked = Asked(method, url, endpoint, params or None, json_body, form)
        is_renewed, waited = False, 0.0
        for _ in range(MOST_WAITS):
            token = await self.tokens.token(self.http)
            answer, verdict = await self._tried(asked, token)
            if verdict is None:
                return answer
            if isinstance(verdict, Again):
                await self.throttle.wait(endpoint, verdict.after or 0, waited=waited)
                waited += verdict.after or 0
            elif isinstance(verdict, TokenRefused) and not is_renewed and self._can_renew:
                await self.tokens.renew(self.http, token)
                is_renewed = True
            else:
                verdict.reason = self._clean(verdict.reason)
                raise verdict
        raise QuotaUsedUp(f"{endpoint}: throttled {MOST_WAITS} times in a row")

    async def _tried(self, asked: Asked, token: str) -> tuple[Answer, CallFailed | Again | None]:
        """Up to four attempts with growing, jittered pauses; raises what the last one counts as."""
        retries = stamina.retry_context(on=Retry, attempts=TRIES, timeout=None, wait_initial=0.5, wait_max=8)
        try:
            async for attempt in retries:
                with attempt:
                    answer, verdict = await self._attempt(asked, token)
        except Retry as last:
            raise last.fails(f"{asked.endpoint}: {last}, {TRIES} times") from None
        return answer, verdict

    async def _attempt(self, asked: Asked, token: str) -> tuple[Answer, CallFailed | Again | None]:
        """One attempt, when the rates allow it; raises Retry where another one may go better."""
        await self.throttle.ready(asked.endpoint)
        answer = await self._answer(asked, token)
        await self.heed(asked.endpoint, answer)
        verdict = self.dialect.judge(answer)
        if isinstance(verdict, Again) and verdict.after is None:
            raise Retry(self._clean(verdict.reason), verdict.fails)
        if verdict is None and answer.body is None:
            raise Retry(f"expected JSON, got something else (HTTP {answer.status})")
        return answer, verdict

    async def _answer(self, asked: Asked, token: str) -> Answer:
        self.calls += 1
        answer = await answered(self.http, asked, self.dialect.headers(token), self.now)
        if answer.server_time is not None:
            self.skew = answer.server_time - answer.at
        return answer

    async def heed(self, endpoint: str, answer: Answer) -> None:
        """Learns what an answer, or a part of one, says is left; the next call waits where it has to."""
        await self.throttle.told(endpoint, self._by_our_clock(self.dialect.allowance(answer), answer))

    @property
    def server_now(self) -> datetime:
        """The moment by the platform's clock, where that differs from ours by more than two minutes."""
        return self.now() + (self.skew if abs(self.skew) > SKEW else timedelta())

    @property
    def _can_renew(self) -> bool:
        return self.tokens.credential.is_renewable

    def _by_our_clock(self, allowance: Allowance | None, answer: Answer) -> Allowance | None:
        """The allowance with its reset by our clock: theirs may be minutes ahead or behind."""
        if allowance is None or allowance.reset is None or answer.server_time is None:
            return allowance
        return allowance._replace(reset=answer.at + (allowance.reset - answer.server_time))

    def _clean(self, reason: str) -> str:
        return shown(reason, self.tokens.secrets)
