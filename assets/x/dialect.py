"""X's manners: how calls are signed, what answers mean, what is left of limits, how tokens are renewed."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from assets.calling.answers import Again, Allowance, Answer
from assets.calling.failures import (
    BadRequest,
    CallFailed,
    OutOfBudget,
    PermissionMissing,
    QuotaUsedUp,
    TokenRefused,
    VersionEnded,
)
from assets.x import renewal
from assets.x.wording import problem, said_in
from warehouse.credentials import Credential

WINDOW_SECONDS = 900.0  # X counts calls in windows of 15 minutes
VALUE_REFUSED = re.compile(r"query parameter value \[([\w.]+)\] is not one of")


class FieldsRefused(BadRequest):
    """X does not take the parameter that names fields; `field`: or only this one of the fields in it."""

    ends = "call"

    def __init__(self, reason: str, field: str | None) -> None:
        self.field = field
        super().__init__(reason)


class UserTokenNeeded(PermissionMissing):
    """What was asked for is shown to the token of a user only, and this is the token of an app."""


class XDialect:
    """`version` is the one in the paths."""

    def __init__(self, version: str) -> None:
        self._version = version

    def headers(self, token: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {token}"}

    def judge(self, answer: Answer) -> CallFailed | Again | None:
        """Errors inside a 200 are no failure of the call: the client reads them, one by one."""
        body = answer.body if isinstance(answer.body, dict) else {}
        said = f"HTTP {answer.status}: {said_in(body)}"
        if answer.status in renewal.TROUBLES:
            return Again(said)
        if answer.status == 402 or body.get("title") == "CreditsDepleted":
            return OutOfBudget(f"X's own credits are used up ({said}); buy credits in X's developer console")
        if answer.status == 429:
            return _throttled(answer, body, said)
        if answer.status == 401:
            return TokenRefused(f"X does not take the token ({said}); {renewal.CONNECT_AGAIN}")
        if answer.status == 410:
            return VersionEnded(f"X has ended version {self._version} of its API ({said})")
        if answer.status == 403:
            kind = UserTokenNeeded if problem(body) == "unsupported-authentication" else PermissionMissing
            return kind(f"X does not let this token read it ({said})")
        if answer.status == 400:
            return _bad_request(body, said)
        if answer.status != 200 or not isinstance(answer.body, dict | None):
            return BadRequest(f"expected an object with HTTP 200, got {said}")
        return None

    def allowance(self, answer: Answer) -> Allowance | None:
        remaining, reset = answer.headers.get("x-rate-limit-remaining", ""), _reset(answer)
        if not remaining.isdecimal() or reset is None:
            return None
        return Allowance(int(remaining), reset)

    async def renewed(self, http: httpx.AsyncClient, credential: Credential, now: datetime) -> Credential:
        """Raises TokenRefused, and Unreachable where X gave no answer at all."""
        return await renewal.renewed(http, f"/{self._version}/oauth2/token", credential, now)


def _throttled(answer: Answer, body: dict[str, Any], said: str) -> CallFailed | Again:
    now, reset = answer.server_time or answer.at, _reset(answer)
    if problem(body) == "usage-capped":
        midnight = datetime(answer.at.year, answer.at.month, answer.at.day) + timedelta(days=1)
        period = body.get("period", "usage")
        return QuotaUsedUp(f"X's {str(period).lower()} cap of reads is reached ({said})", midnight)
    return Again(said, max((reset - now).total_seconds(), 1.0) if reset else WINDOW_SECONDS)


def _bad_request(body: dict[str, Any], said: str) -> CallFailed:
    for error in body.get("errors", []):
        named = " ".join(error.get("parameters", {})) + error.get("message", "")
        if "post.fields" in named or "tweet.fields" in named:
            value = VALUE_REFUSED.search(error.get("message", ""))
            return FieldsRefused(f"X does not take these fields ({said})", value[1] if value else None)
    return BadRequest(f"X does not take the call ({said})")


def _reset(answer: Answer) -> datetime | None:
    text = answer.headers.get("x-rate-limit-reset", "")
    return datetime.fromtimestamp(int(text), UTC).replace(tzinfo=None) if text.isdecimal() else None
