"""Stripe's manners: headers, what its refusals mean, and that its keys are not renewed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx

from assets.calling.answers import Again, Allowance, Answer
from assets.calling.failures import (
    BadRequest,
    BrokenPaging,
    CallFailed,
    Gone,
    PermissionMissing,
    QuotaUsedUp,
    TokenRefused,
    Unreachable,
    VersionEnded,
)
from warehouse.configuration.settings import Account
from warehouse.credentials import Credential

NEW_KEY = "make a restricted key in Stripe's dashboard, which goes where almanac.yaml says"
REASON, SHOULD_RETRY = "stripe-rate-limited-reason", "stripe-should-retry"


class CursorGone(BrokenPaging):
    """The thing after which the list was to go on is not there any more."""

    ends = "call"


@dataclass(frozen=True)
class StripeDialect:
    """Stripe in one version of its API."""

    version: str

    def headers(self, token: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {token}", "Stripe-Version": self.version}

    def judge(self, answer: Answer) -> CallFailed | Again | None:
        """By status and code; a header of Stripe's overrides what would be tried again."""
        if answer.status < 400:
            return None
        said, error = _said(answer), _error(answer)
        told = answer.headers.get(SHOULD_RETRY)
        if told == "true" or (told != "false" and _passes(answer.status)):
            is_throttled = answer.status == 429 and error.get("code") != "lock_timeout"
            return Again(said, fails=QuotaUsedUp if is_throttled else Unreachable)
        return _failure(answer.status, error, said, self.version)

    def allowance(self, _answer: Answer) -> Allowance | None:
        """No header tells what is left, or how long to wait."""
        return None

    async def renewed(self, _http: httpx.AsyncClient, _credential: Credential, _now: datetime) -> Credential:
        """Raises TokenRefused: a key is good until a person takes it back."""
        raise TokenRefused(f"Stripe's keys are not renewed; {NEW_KEY}")


def manners(_account: Account, version: str) -> StripeDialect:
    """How an account is called."""
    return StripeDialect(version)


def _passes(status: int) -> bool:
    return status in (409, 429) or status >= 500


def _failure(status: int, error: dict[str, Any], said: str, version: str) -> CallFailed:
    if status == 401:
        return TokenRefused(f"Stripe refuses the key ({said}); {NEW_KEY}")
    if status == 403:
        return PermissionMissing(f"{said}; give the restricted key the right to read this")
    if error.get("code") == "resource_missing" and error.get("param") == "starting_after":
        return CursorGone(said)
    if status == 404:
        return Gone(f"not there: {said}")
    if status == 429:
        return QuotaUsedUp(said)
    if status >= 500:
        return Unreachable(said)
    if "Stripe API version" in str(error.get("message")):
        return VersionEnded(
            f"Stripe does not know version {version} ({said}); set platforms.stripe.api_version"
        )
    return BadRequest(said)


def _said(answer: Answer) -> str:
    """What an error says, with the number under which Stripe's support finds the call."""
    error = _error(answer)
    parts = (error.get("type"), error.get("code"), answer.headers.get(REASON), error.get("message"))
    text = ": ".join(str(part)[:300] for part in parts if part)
    return (
        f"HTTP {answer.status} {text}".strip() + f" (request {answer.headers.get('request-id', 'unknown')})"
    )


def _error(answer: Answer) -> dict[str, Any]:
    error = answer.body.get("error") if isinstance(answer.body, dict) else None
    return error if isinstance(error, dict) else {}
