"""The manners of the Graph API: how Facebook and Instagram calls are signed, judged, counted, renewed."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import httpx

from assets.calling import renewals
from assets.calling.answers import Again, Allowance, Answer
from assets.calling.failures import CallFailed, TokenRefused, Unreachable, VersionEnded
from assets.facebook.graph_errors import CONNECT_AGAIN, judged
from warehouse.configuration.settings import Account
from warehouse.credentials import Credential

ANSWERED_BY = "facebook-api-version"
BUSINESS_USAGE, APP_USAGE = "x-business-use-case-usage", "x-app-usage"
PERCENTS = ("call_count", "total_time", "total_cputime")
SLOW_ABOVE = 80.0  # percent of the allowance
PAUSE_SECONDS = 3.0  # for each percent above it: a minute when all is used up


@dataclass(frozen=True)
class GraphDialect:
    """One version of the Graph API. `renews_at`: base address that renews tokens of the Instagram login."""

    api_version: str
    renews_at: str | None = None

    def headers(self, token: str) -> dict[str, str]:
        """The token as a header only: what stands in an address gets into logs and into paging.next."""
        return {"Authorization": f"Bearer {token}"}

    def judge(self, answer: Answer) -> CallFailed | Again | None:
        """By the error's code and text; a throttled call waits as long as the usage headers say.

        A version that has ended is answered by another one: what comes then is not what was asked for.
        """
        answered = answer.headers.get(ANSWERED_BY, self.api_version)
        if answer.status < 400 and answered != self.api_version:
            return VersionEnded(f"asked for {self.api_version}, which has ended: {answered} answered")
        return judged(answer.status, answer.body, regained_after(answer.headers))

    def allowance(self, answer: Answer) -> Allowance | None:
        """A pause above 80 % of the allowance; nothing left where the headers say when access comes back."""
        used, minutes = percent_used(answer.headers), regained_after(answer.headers)
        if answer.status < 400 and minutes:
            return Allowance(remaining=0, reset=answer.told_at + timedelta(minutes=minutes))
        return Allowance(pause=PAUSE_SECONDS * (min(used, 100) - SLOW_ABOVE)) if used > SLOW_ABOVE else None

    async def renewed(self, http: httpx.AsyncClient, credential: Credential, now: datetime) -> Credential:
        """A longer life for a token of the Instagram login; others cannot be renewed without a person.

        Raises TokenRefused, also for a token that has lapsed already; Unreachable, and what httpx raises.
        """
        if self.renews_at is None:
            raise TokenRefused(f"a token of a Page or system user does not renew: {CONNECT_AGAIN}")
        # The one call of the Graph API whose token is documented as a parameter.
        asked = {"grant_type": "ig_refresh_token", "access_token": credential.access_token}
        answer = await http.get(f"{self.renews_at}/refresh_access_token", params=asked)
        given = renewals.told(answer)
        refused = judged(answer.status_code, given, None)
        if isinstance(refused, Again):
            raise Unreachable(f"renewing the token: {refused.reason}")
        if refused is not None:
            raise TokenRefused(f"the token was not renewed (HTTP {answer.status_code}): {CONNECT_AGAIN}")
        # Such a token is its own refresh token.
        return renewals.renewed(credential, {**given, "refresh_token": given["access_token"]}, now)


def manners(_account: Account, version: str) -> GraphDialect:
    """How a Page is called: all of them alike."""
    return GraphDialect(version)


def percent_used(headers: httpx.Headers) -> float:
    """The fullest of the allowances that the headers tell of, in percent; 0 where they tell nothing."""
    told = [use.get(name) for use in _uses(headers) for name in PERCENTS]
    return max((float(one) for one in told if isinstance(one, int | float)), default=0.0)


def regained_after(headers: httpx.Headers) -> float | None:
    """Minutes until access comes back, None where the headers say nothing of it."""
    told = [use.get("estimated_time_to_regain_access") for use in _uses(headers)]
    return max((float(one) for one in told if isinstance(one, int | float) and one > 0), default=None)


def _uses(headers: httpx.Headers) -> Iterator[dict[str, Any]]:
    """One mapping for each allowance in the headers: of the app, and of each business object and type."""
    for of_object in _parsed(headers.get(BUSINESS_USAGE)).values():
        if isinstance(of_object, list):
            yield from (use for use in of_object if isinstance(use, dict))
    yield _parsed(headers.get(APP_USAGE))


def _parsed(text: str | None) -> dict[str, Any]:
    try:
        said = json.loads(text or "{}")
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
