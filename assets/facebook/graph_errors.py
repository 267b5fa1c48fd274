"""What the errors of Meta's Graph API mean, by code, subcode and text; its HTTP status says little."""

import re
from typing import Any

from assets.calling.answers import Again
from assets.calling.failures import (
    BadRequest,
    CallFailed,
    Gone,
    MetricRefused,
    PermissionMissing,
    TokenRefused,
    VersionEnded,
)

TOKEN = 190
INVALID = 100
NOT_THERE = 33
THROTTLED = frozenset({4, 17, 32, 613, 80001, 80002})
TRANSIENT = frozenset({1, 2})
ENDED_VERSION = 2635
WAIT_MINUTES = 5.0  # where a throttled answer does not say when to come back
CONNECT_AGAIN = "a person has to log in again and put the new token where almanac.yaml says"
_BECAUSE = {
    463: "it has expired",
    460: "the password was changed",
    467: "it was revoked",
    458: "the app was removed",
}
_METRIC = re.compile(
    r"must be a valid insights metric|must be one of the following values|does not support the", re.IGNORECASE
)
_VERSION = re.compile(r"deprecated version|unknown path components: /v\d+\.\d+", re.IGNORECASE)
_SMALLER = re.compile(r"reduce the amount of data", re.IGNORECASE)


class TooMuchData(BadRequest):
    """More was asked for than the Graph API gives at once; with half of it the same call may succeed."""

    ends = "call"


def judged(status: int, body: Any, minutes: float | None) -> CallFailed | Again | None:
    """What an answer comes to. `minutes`: when the headers say that access comes back."""
    error = body.get("error") if isinstance(body, dict) else None
    if isinstance(error, dict):
        return _of_error(status, error, minutes)
    if status == 429:
        return _throttled("HTTP 429", minutes)
    if status >= 500:
        return Again(f"HTTP {status}")
    return BadRequest(f"expected an answer, got HTTP {status} without an error") if status >= 400 else None


def _of_error(status: int, error: dict[str, Any], minutes: float | None) -> CallFailed | Again:
    code, subcode = (_number(error.get(name)) for name in ("code", "error_subcode"))
    message = str(error.get("message", ""))
    told = f"{message} (code {code}{f', subcode {subcode}' if subcode else ''})"
    if code == TOKEN:
        return TokenRefused(
            f"{told}: {_BECAUSE.get(subcode or 0, 'the token is of no use')}; {CONNECT_AGAIN}"
        )
    if code == ENDED_VERSION or _VERSION.search(message):
        return VersionEnded(told)
    if code in THROTTLED:
        return _throttled(told, minutes)
    if code in TRANSIENT:
        return TooMuchData(told) if _SMALLER.search(message) else Again(told)
    if code == INVALID:
        return _of_parameter(subcode, message, told)
    if code == 10 or (code is not None and 200 <= code <= 299):
        return PermissionMissing(told)
    return Again(told) if error.get("is_transient") or status >= 500 else BadRequest(told)


def _of_parameter(subcode: int | None, message: str, told: str) -> CallFailed:
    """Code 100: a thing that is not there, a metric that is not given, or a call that is wrong."""
    if subcode == NOT_THERE:
        return Gone(told)
    return MetricRefused(told) if _METRIC.search(message) else BadRequest(told)


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) else None


def _throttled(told: str, minutes: float | None) -> Again:
    return Again(told, after=60 * (minutes or WAIT_MINUTES))
