"""GA4's quotas: what an answer says is left, and how long a refusal asks to wait, told by its text only."""

from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from assets.calling.answers import Allowance, Answer
from assets.ga4.answers import quota, whole

PACIFIC = ZoneInfo("America/Los_Angeles")
HOURLY = ("tokensPerHour", "tokensPerProjectPerHour", "potentiallyThresholdedRequestsPerHour")
CONCURRENT_SECONDS = 30.0
UNKNOWN_SECONDS = 60.0


class Refused(NamedTuple):
    """A quota that is used up: how long until there is more, and whether waiting in this run is no use."""

    seconds: float
    is_over: bool


def left(answer: Answer) -> Allowance | None:
    """How many calls as costly as this one the tightest quota still allows, and until when."""
    quotas = quota(answer.body)
    ends = {"tokensPerDay": _midnight(answer), **dict.fromkeys(HOURLY, _next_hour(answer))}
    found = []
    for name, reset in ends.items():
        remaining = whole(quotas.get(name, {}).get("remaining"))
        cost = whole(quotas.get(name, {}).get("consumed"))
        # Of what this call took nothing, the next may take one.
        if remaining is not None and (cost or not remaining):
            found.append((remaining // (cost or 1), reset))
    if not found:
        return None
    calls = min(number for number, _ in found)
    reset = max(reset for number, reset in found if number == calls)
    busy = whole(quotas.get("concurrentRequests", {}).get("remaining")) == 0
    return Allowance(calls, reset, pause=1.0 if busy else 0.0)


def refused(answer: Answer, text: str) -> Refused:
    """What a 429 of this text means."""
    words = text.lower()
    if "concurrent" in words:
        return Refused(CONCURRENT_SECONDS, is_over=False)
    if "per day" in words:
        return Refused(_seconds(answer, _midnight(answer)), is_over=True)
    if "server error" in words:
        return Refused(3600.0, is_over=True)
    if "per hour" in words or "thresholded" in words:
        return Refused(_seconds(answer, _next_hour(answer)), is_over=False)
    return Refused(UNKNOWN_SECONDS, is_over=False)


def _midnight(answer: Answer) -> datetime:
    """When the Pacific day ends by the platform's clock, naive UTC: daily quotas refill then."""
    local = answer.told_at.replace(tzinfo=UTC).astimezone(PACIFIC)
    ends = datetime.combine(local.date() + timedelta(days=1), time(), PACIFIC)
    return ends.astimezone(UTC).replace(tzinfo=None)


def _next_hour(answer: Answer) -> datetime:
    return answer.told_at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


def _seconds(answer: Answer, until: datetime) -> float:
    return (until - answer.told_at).total_seconds()
