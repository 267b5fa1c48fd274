"""X's manners: how calls are signed, what answers mean, what is left of limits, how tokens are renewed."""

import re
from datetime import UTC, datetime
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
from assets.x.wording import errors_in, problem, said_in
from warehouse.configuration.settings import Account
from warehouse.credentials import Credential

TROUBLES = {500, 502, 503, 504}
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
        if answer.status in TROUBLES:
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
        """The credential that X gives for the refresh token; raises TokenRefused or Unreachable."""
        return await renewal.renewed(http, f"/{self._version}/oauth2/token", credential, now)


def manners(_account: Account, version: str) -> XDialect:
    """How an account is called: all of them alike."""
    return XDialect(version)


def _throttled(answer: Answer, body: dict[str, Any], said: str) -> CallFailed | Again:
    if problem(body) == "usage-capped":
        period = str(body.get("period", "usage")).lower()
        return QuotaUsedUp(f"X's {period} cap of reads is reached ({said})", answer.day_ends_at)
    reset = _reset(answer)
    return Again(said, max((reset - answer.told_at).total_seconds(), 1.0) if reset else WINDOW_SECONDS)


def _bad_request(body: dict[str, Any], said: str) -> CallFailed:
    for error in errors_in(body):
        message = str(error.get("message", ""))
        named = " ".join(error.get("parameters") or ()) + message
        if "post.fields" in named or "tweet.fields" in named:
            value = VALUE_REFUSED.search(message)
            return FieldsRefused(f"X does not take these fields ({said})", value[1] if value else None)
    return BadRequest(f"X does not take the call ({said})")


def _reset(answer: Answer) -> datetime | None:
    """When the window ends by X's clock, naive UTC; None where the header does not say it."""
    try:
        return datetime.fromtimestamp(int(answer.headers["x-rate-limit-reset"]), UTC).replace(tzinfo=None)
    except (KeyError, ValueError, OverflowError, OSError):
        return None
