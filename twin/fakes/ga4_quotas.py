"""The quotas of a fake GA4 property: tokens by the day and the hour, as propertyQuota tells them."""

from collections import defaultdict
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

PACIFIC = ZoneInfo("America/Los_Angeles")
LIMITS = {
    "tokensPerDay": 200_000,
    "tokensPerHour": 40_000,
    "tokensPerProjectPerHour": 14_000,
    "potentiallyThresholdedRequestsPerHour": 120,
}
TEXTS = {
    "concurrentRequests": "Exhausted concurrent requests quota. Please send fewer requests concurrently.",
    "tokensPerDay": "Exhausted property tokens per day. These quota tokens will return in under 24 hours.",
    "tokensPerHour": "Exhausted property tokens per hour. These quota tokens will return in under an hour.",
    "tokensPerProjectPerHour": (
        "Exhausted property tokens for a project per hour. These quota tokens will return in under an hour."
    ),
    "potentiallyThresholdedRequestsPerHour": "Exhausted potentially thresholded requests quota.",
    "serverErrorsPerProjectPerHour": "Exhausted server errors for a project per hour.",
}


class Quotas:
    """What has been used of each quota in its window: the Pacific day, or the hour of the clock."""

    def __init__(self, limits: dict[str, int] | None = None) -> None:
        self.limits = {**LIMITS, **(limits or {})}
        self._used: dict[tuple[str, datetime], int] = defaultdict(int)

    def take(self, now: datetime, tokens: int, is_thresholded: bool) -> str | None:
        """Books a request; the name of the quota that refuses it, and then nothing is booked."""
        costs = dict.fromkeys(self.limits, tokens)
        costs["potentiallyThresholdedRequestsPerHour"] = int(is_thresholded)
        for name, cost in costs.items():
            if self._used[name, _window(name, now)] + cost > self.limits[name]:
                return name
        for name, cost in costs.items():
            self._used[name, _window(name, now)] += cost
        return None

    def told(self, now: datetime, tokens: int, is_thresholded: bool) -> dict[str, Any]:
        """The part propertyQuota of an answer."""
        told = {
            name: {"consumed": tokens, "remaining": limit - self._used[name, _window(name, now)]}
            for name, limit in self.limits.items()
        }
        told["potentiallyThresholdedRequestsPerHour"]["consumed"] = int(is_thresholded)
        told["concurrentRequests"] = {"consumed": 0, "remaining": 10}
        told["serverErrorsPerProjectPerHour"] = {"consumed": 0, "remaining": 10}
        return told


def _window(name: str, now: datetime) -> datetime:
    if name != "tokensPerDay":
        return now.replace(minute=0, second=0, microsecond=0)
    local = now.replace(tzinfo=UTC).astimezone(PACIFIC)
    return local.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
