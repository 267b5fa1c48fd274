"""What the fake GA4 has counted of a day: hits that have been processed by now, grouped by dimensions."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache

from twin.product_records import Hit

LATEST = timedelta(hours=72)
KEY_EVENTS_LATEST = timedelta(days=12)
KEY_EVENTS = {"assessment_submitted", "paid_upgrade_clicked"}
ENGAGED = timedelta(seconds=10)
Row = dict[str, str]


class Session:
    """The hits of one session on one day, oldest first."""

    def __init__(self, hits: Sequence[Hit]) -> None:
        self.hits, self.first = hits, hits[0]

    @property
    def is_engaged(self) -> bool:
        lasted = self.hits[-1].at - self.first.at
        return lasted > ENGAGED or len(self.hits) > 1 or any(hit.event in KEY_EVENTS for hit in self.hits)


DIMENSIONS: dict[str, Callable[[Session, Hit], str]] = {
    "eventName": lambda _session, hit: hit.event,
    "sessionSource": lambda session, _hit: session.first.source or "(direct)",
    "sessionMedium": lambda session, _hit: session.first.medium or "(none)",
    "sessionCampaignName": lambda session, _hit: session.first.campaign or _no_campaign(session.first),
    "country": lambda session, _hit: session.first.country or "(not set)",
    "deviceCategory": lambda session, _hit: session.first.device or "(not set)",
}
METRICS = {
    "sessions": "TYPE_INTEGER",
    "engagedSessions": "TYPE_INTEGER",
    "totalUsers": "TYPE_INTEGER",
    "eventCount": "TYPE_INTEGER",
    "keyEvents": "TYPE_FLOAT",
    "totalRevenue": "TYPE_CURRENCY",
}


def processed(hits: Iterable[Hit], now: datetime) -> list[Hit]:
    """The hits that GA4 shows at a moment: half after hours, the last after 72; known bots never."""
    return [hit for hit in hits if not hit.is_bot and hit.at + _delay(hit, LATEST, 4) <= now]


def sampled(hits: Iterable[Hit], share: int) -> list[Hit]:
    """The hits of one visitor in `share`."""
    return [hit for hit in hits if _number(f"sample {hit.anonymous_id}") % share == 0]


def grouped(
    hits: Sequence[Hit], dimensions: Sequence[str], now: datetime, currency: str, weight: int = 1
) -> dict[tuple[str, ...], Row]:
    """The metrics of each combination of dimensions, as texts; each hit counts `weight` times."""
    sessions: dict[str, list[Hit]] = defaultdict(list)
    for hit in hits:
        sessions[hit.session_id].append(hit)
    members: dict[tuple[str, ...], list[tuple[Session, Hit]]] = defaultdict(list)
    for each in sessions.values():
        session = Session(sorted(each, key=lambda hit: (hit.at, hit.id)))
        for hit in session.hits:
            key = tuple(DIMENSIONS[name](session, hit) for name in dimensions)
            members[key].append((session, hit))
    return {key: _metrics(group, now, currency, weight) for key, group in members.items()}


def _metrics(group: Sequence[tuple[Session, Hit]], now: datetime, currency: str, weight: int) -> Row:
    sessions = {id(session): session for session, _ in group}.values()
    hits = [hit for _, hit in group]
    key_events = [
        hit for hit in hits if hit.event in KEY_EVENTS and hit.at + _delay(hit, KEY_EVENTS_LATEST, 8) <= now
    ]
    revenue = sum(_revenue(hit, currency) for hit in hits)
    return {
        "sessions": str(weight * len(sessions)),
        "engagedSessions": str(weight * sum(session.is_engaged for session in sessions)),
        "totalUsers": str(weight * len({hit.anonymous_id for hit in hits})),
        "eventCount": str(weight * len(hits)),
        "keyEvents": str(weight * len(key_events)),
        "totalRevenue": f"{weight * revenue:.6g}",
    }


def _revenue(hit: Hit, currency: str) -> float:
    value = hit.properties.get("value", 0)
    is_money = hit.properties.get("currency") == currency and isinstance(value, int | float)
    return float(value) if is_money else 0.0


def _no_campaign(hit: Hit) -> str:
    """GA4's words where nobody has named a campaign."""
    if hit.source is None:
        return "(direct)"
    return f"({hit.medium})" if hit.medium in ("organic", "referral") else "(not set)"


def _delay(hit: Hit, longest: timedelta, power: int) -> timedelta:
    share = _number(f"{power} {hit.id}") / 2**32
    return longest * (share**power)


@lru_cache(maxsize=1 << 18)
def _number(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4])
