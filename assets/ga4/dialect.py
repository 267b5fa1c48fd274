"""Google's manners for the Data API: how calls are signed, what its refusals mean, what is left of quotas."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import httpx

from assets.calling.answers import Again, Allowance, Answer
from assets.calling.failures import (
    BadRequest,
    CallFailed,
    MetricRefused,
    PermissionMissing,
    QuotaUsedUp,
    TokenRefused,
    VersionEnded,
)
from assets.ga4 import quotas, renewal
from warehouse.configuration.settings import Account
from warehouse.credentials import Credential

_METRIC = re.compile(r"[Ff]ield (\w+) is not a valid metric")
ACCESS = (
    "the service account must be a Viewer of the property, and the Google Analytics Data API enabled in its "
    "Cloud project"
)


@dataclass(frozen=True)
class GA4Dialect:
    """The Data API in one version; without state."""

    version: str

    def headers(self, token: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {token}"}

    def judge(self, answer: Answer) -> CallFailed | Again | None:
        """By status, and where a quota is used up by the text."""
        status, text = answer.status, _said(answer.body)
        if status < 400:
            return None
        if status == 401:
            return TokenRefused(f"Google refuses the token ({text})")
        if status == 403:
            return PermissionMissing(f"{text}; {ACCESS}")
        if status == 404:
            return VersionEnded(f"{self.version} of the Data API does not answer any more ({text})")
        if status == 429:
            return _throttled(answer, text)
        if status >= 500:
            return Again(f"HTTP {status}: {text}")
        if metrics := _METRIC.findall(text):
            return MetricRefused(text, metrics)
        return BadRequest(f"HTTP {status}: {text}")

    def allowance(self, answer: Answer) -> Allowance | None:
        """What the answer's propertyQuota says; a quota that is used up holds for later runs too."""
        if answer.status == 429 and (found := quotas.refused(answer, _said(answer.body))).is_over:
            return Allowance(0, answer.told_at + timedelta(seconds=found.seconds))
        return quotas.left(answer)

    async def renewed(self, http: httpx.AsyncClient, credential: Credential, now: datetime) -> Credential:
        """Signs for a new token; raises TokenRefused or Unreachable."""
        return await renewal.renewed(http, credential, now)


def manners(_account: Account, version: str) -> GA4Dialect:
    """How a property is called."""
    return GA4Dialect(version)


def _throttled(answer: Answer, text: str) -> CallFailed | Again:
    found = quotas.refused(answer, text)
    if not found.is_over:
        return Again(text, found.seconds)
    return QuotaUsedUp(text, (answer.at + timedelta(seconds=found.seconds)).replace(microsecond=0))


def _said(body: Any) -> str:
    """What an error says, with the reasons in its details."""
    error = body.get("error") if isinstance(body, dict) else None
    if not isinstance(error, dict):
        return "no reason given"
    details = error.get("details")
    listed = details if isinstance(details, list) else []
    reasons = [each.get("reason") for each in listed if isinstance(each, dict)]
    parts = [error.get("status"), *reasons, error.get("message")]
    return " ".join(str(part)[:300] for part in parts if part) or "no reason given"
