"""The few bad records that every real inbox has, so that quarantine has something to show."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from twin.files import Record
from twin.moments import iso
from twin.world import Period

OPPORTUNITIES, POSTS, CONVERSIONS, CRM = "opportunities", "social-posts", "conversions", "crm_leads"
EVENTS, PAYMENTS = "events", "payments"


@dataclass(frozen=True)
class Flaw:
    """A record that must be refused, the kind of file it is in, and the field that is wrong."""

    file: str
    field: str
    record: Record


def of(business_id: str, period: Period) -> list[Flaw]:
    """The flaws of one business's files."""
    known = {"fairway": _fairway, "spreewerk": _spreewerk, "compass": _compass}
    return known.get(business_id, _none)(period)


def _fairway(period: Period) -> list[Flaw]:
    when = _before_noon(period)
    impossible = {
        "id": "website_typed_by_hand_1", "source": "website", "type": "golf_coaching",
        "created_at": f"{when.year}-02-30T09:15:00Z", "status": "new",
    }  # fmt: skip
    negative = {
        "id": f"email_{iso(when)}_pat.refund@example.com", "source": "email", "type": "golf_coaching",
        "created_at": iso(when), "status": "won", "converted_at": iso(when + timedelta(days=2)),
        "revenue": -180, "currency": "USD",
    }  # fmt: skip
    vague = {
        "id": "draft-copy-7", "platform": "linkedin", "text": "Copied from the old tool.", "status": "posted",
        "posted_at": "yesterday evening", "metrics": {"likes": 12},
    }  # fmt: skip
    return [
        Flaw(OPPORTUNITIES, "created_at", impossible),
        Flaw(OPPORTUNITIES, "revenue", negative),
        Flaw(POSTS, "posted_at", vague),
    ]


def _spreewerk(period: Period) -> list[Flaw]:
    when = _before_noon(period)
    coins = {
        "opportunity_id": "KD-1001", "converted_at": iso(when), "revenue": 89, "currency": "EURO",
    }  # fmt: skip
    undated = {"lead": "KD-0999", "first_contact": "31.06.", "origin": "trade_fair", "stage": "new"}
    return [Flaw(CONVERSIONS, "currency", coins), Flaw(CRM, "created_at", undated)]


def _compass(period: Period) -> list[Flaw]:
    when = _before_noon(period)
    opened = {"event_id": "retry-1", "event": "ai_calculator_opened"}
    zoneless = {**opened, "timestamp": when.isoformat(), "session_id": "retry"}
    long_ago = {**opened, "event_id": "retry-2", "timestamp": "1970-01-01T00:00:00Z"}
    nameless = {"event": "page_viewed", "timestamp": iso(when), "session_id": "retry"}
    promised = {"payment_id": "by-hand-1", "paid_at": iso(when), "amount": "as agreed", "currency": "GBP"}
    return [
        Flaw(EVENTS, "timestamp", zoneless),
        Flaw(EVENTS, "timestamp", long_ago),
        Flaw(EVENTS, "event_id", nameless),
        Flaw(PAYMENTS, "amount", promised),
    ]


def _before_noon(period: Period) -> datetime:
    return period.end.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=9, hours=14)


def _none(_: Period) -> list[Flaw]:
    return []
