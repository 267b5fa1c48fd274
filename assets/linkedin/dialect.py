"""LinkedIn's manners: headers, what its refusals mean, and how its tokens are renewed."""

import re
from dataclasses import dataclass
from datetime import datetime

import httpx

from assets.calling.answers import Again, Allowance, Answer
from assets.calling.failures import (
    BadRequest,
    CallFailed,
    Gone,
    PermissionMissing,
    QuotaUsedUp,
    TokenRefused,
    VersionEnded,
)
from assets.linkedin import renewal
from assets.linkedin.renewal import CONNECT_AGAIN
from warehouse.configuration.settings import Account
from warehouse.credentials import Credential

SHORT_PAUSE = 20.0
_DEAD_VERSION = re.compile(r"Requested version \S+ is not active")


class IntervalRefused(BadRequest):
    """The days that were asked for are not given, or not yet."""


@dataclass(frozen=True)
class LinkedInDialect:
    """LinkedIn in one version of its API."""

    version: str

    def headers(self, token: str) -> dict[str, str]:
        return {
            "Authorization": f"Bearer {token}",
            "LinkedIn-Version": self.version,
            "X-Restli-Protocol-Version": "2.0.0",
        }

    def judge(self, answer: Answer) -> CallFailed | Again | None:
        """By status and text: wrong syntax comes as 403, a dead version not always as 426."""
        status, text = _said(answer)
        if status == 426 or "NONEXISTENT_VERSION" in text or _DEAD_VERSION.search(text):
            return VersionEnded(
                f"LinkedIn-Version {self.version} does not answer any more ({text}); set "
                "platforms.linkedin.api_version in almanac.yaml to a living version (YYYYMM)"
            )
        if status < 400:
            return None
        if status == 401:
            return TokenRefused(f"LinkedIn refuses the token ({text}); {CONNECT_AGAIN}")
        if status == 403:
            return _forbidden(text)
        if status == 404:
            return Gone(f"not there, or not shown: {text}")
        if status == 429:
            is_over = _is_day_limit(text)
            return QuotaUsedUp(text, answer.day_ends_at) if is_over else Again(text, SHORT_PAUSE)
        if status >= 500:
            return Again(f"HTTP {status}: {text}")
        return IntervalRefused(text) if "timeIntervals" in text else BadRequest(f"HTTP {status}: {text}")

    def allowance(self, answer: Answer) -> Allowance | None:
        """No header tells what is left; but a ceiling of the day holds until midnight, for later runs too."""
        status, text = _said(answer)
        is_over = status == 429 and _is_day_limit(text)
        return Allowance(0, answer.told_at + answer.until_midnight) if is_over else None

    async def renewed(self, http: httpx.AsyncClient, credential: Credential, now: datetime) -> Credential:
        """Exchanges the refresh token, which stays as it is; raises TokenRefused or Unreachable."""
        return await renewal.renewed(http, credential, now)


def manners(_account: Account, version: str) -> LinkedInDialect:
    """How an account is called."""
    return LinkedInDialect(version)


def _said(answer: Answer) -> tuple[int, str]:
    """The status, also where only the body tells it, and what else an error says."""
    body = answer.body if isinstance(answer.body, dict) else {}
    told = body.get("status")
    status = answer.status
    if status < 400 and isinstance(told, int) and "message" in body:
        status = told
    if status < 400:
        return status, ""
    parts = (body.get(name) for name in ("code", "serviceErrorCode", "message", "errorDetails"))
    return status, " ".join(str(part)[:300] for part in parts if part is not None) or f"HTTP {status}"


def _forbidden(text: str) -> CallFailed:
    if "PARAMETER" in text or "Unpermitted fields" in text:
        return BadRequest(f"HTTP 403, which is a matter of syntax here: {text}")
    return PermissionMissing(
        f"{text}; the member behind the token must be ADMINISTRATOR of the page, "
        "and the token needs the scopes r_organization_social and rw_organization_admin"
    )


def _is_day_limit(text: str) -> bool:
    return "DAY limit" in text
