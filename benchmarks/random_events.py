"""Deliveries of product events drawn from a seed: late, repeated, corrected, moved; people known later."""

import json
import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from benchmarks.raw_layer import Row

FIRST_DAY = datetime(2026, 3, 5)
DAYS = 6  # New York changes its clocks on 2026-03-08
ZONES = {"acme": "America/New_York", "bolt": "Europe/Berlin"}
USERS, CUSTOMERS, EMAILS, HANDLES, DEVICES = (
    [f"{kind}{number}" for number in range(count)]
    for kind, count in (("user", 6), ("customer", 4), ("mail", 4), ("handle", 3), ("device", 4))
)
STEPS = ("ai_calculator_opened", "assessment_submitted", "paid_upgrade_clicked")
AGENTS = ("Mozilla/5.0 (Macintosh)", "Mozilla/5.0 (compatible; Googlebot/2.1)", None, None, None)


@dataclass(frozen=True)
class Delivery:
    """One file: its stream, its rows, when it landed, and before which build it is in the folder."""

    source: str
    stream: str
    rows: list[Row]
    landed_at: datetime
    build: int


def builds() -> list[datetime]:
    """The moments of the builds: noon of every day."""
    return [FIRST_DAY + timedelta(days=day, hours=12) for day in range(DAYS)]


def deliveries(draw: random.Random) -> list[Delivery]:
    """All files of a world in the order in which they appear."""
    events = [_event(draw, number) for number in range(draw.randrange(20, 45))]
    files = [_file(draw, "events", "events", draw.sample(events, draw.randrange(1, 12))) for _ in range(6)]
    files += [
        _file(draw, "ga4", "events", [_of_ga4(draw, n) for n in range(draw.randrange(1, 6))])
        for _ in range(2)
    ]
    files += [_file(draw, "events", "events", _corrected(draw, events)) for _ in range(3)]
    files += [_file(draw, "events", "events", _burst(draw))]
    files += [_file(draw, "imports", "events", draw.sample(events, 2) + _corrected(draw, events)[:1])]
    files += [_file(draw, "events", "identities", [_identity(draw) for _ in range(2)]) for _ in range(3)]
    files += [_file(draw, "payments", "payments", [_payment(draw, n) for n in range(3)]) for _ in range(2)]
    return sorted(files, key=lambda file: file.build)


def _file(draw: random.Random, source: str, stream: str, rows: list[Row]) -> Delivery:
    """Sometimes a file is written after a build that is later than its landing."""
    build = draw.randrange(DAYS)
    landed_at = builds()[max(build - draw.choice((0, 0, 0, 1, 2)), 0)] - timedelta(
        minutes=draw.randrange(600)
    )
    return Delivery(source, stream, rows, landed_at, build)


def _moment(draw: random.Random) -> datetime:
    """A minute of the days, often near midnight or the cut at 04:00 of one of the zones."""
    hour = draw.choice((3, 4, 5, 7, 8, 9, 22, 23, draw.randrange(24)))
    return FIRST_DAY + timedelta(days=draw.randrange(DAYS - 1), hours=hour, minutes=draw.randrange(0, 60, 5))


def _event(draw: random.Random, number: int) -> Row:
    properties = {"step": draw.randrange(3)} if draw.random() < 0.5 else {}
    agent = draw.choice(AGENTS)
    return {
        "business_id": draw.choice(("acme", "acme", "bolt")),
        "event_id": f"e{number}",
        "event": draw.choice(STEPS),
        "occurred_at": _moment(draw),
        "user_key": draw.choice((*USERS, None, None, None)),
        "session_id": draw.choice((None, None, f"s{draw.randrange(8)}")),
        "source": draw.choice(("google", None)),
        "page": draw.choice(("/", "/offer")),
        "value_minor": draw.choice((None, 500)),
        "currency": draw.choice(("USD", "EUR")),
        "properties": json.dumps(properties | ({"user_agent": agent} if agent else {})),
    }


def _of_ga4(draw: random.Random, number: int) -> Row:
    own = {"event_id": f"g{draw.randrange(8)}", "anonymous_key": draw.choice(DEVICES)}
    return _event(draw, number) | own | {"user_key": draw.choice((*USERS, None, None, None, None))}


def _corrected(draw: random.Random, events: list[Row]) -> list[Row]:
    """Earlier events with another time, user or session."""
    chosen = draw.sample(events, draw.randrange(1, 6))
    return [
        _event(draw, 0) | {"event_id": row["event_id"], "business_id": row["business_id"]} for row in chosen
    ]


def _burst(draw: random.Random) -> list[Row]:
    """61 events within a minute, or one too few for it."""
    first, number = _event(draw, 0) | {"user_key": draw.choice(USERS)}, draw.choice((60, 61))
    return [
        first | {"event_id": f"b{place}", "occurred_at": first["occurred_at"] + timedelta(seconds=place)}
        for place in range(number)
    ]


def _identity(draw: random.Random) -> Row:
    return {
        "business_id": draw.choice(("acme", "acme", "bolt")),
        "user_key": draw.choice((*USERS, None)),
        "customer_key": draw.choice((*CUSTOMERS, None, None)),
        "email_key": draw.choice((*EMAILS, None)),
        "handle_key": draw.choice((*HANDLES, None, None)),
    }


def _payment(draw: random.Random, number: int) -> Row:
    return {
        "business_id": "acme",
        "payment_id": f"p{draw.randrange(8)}-{number}",
        "customer_key": draw.choice(CUSTOMERS),
        "user_key": draw.choice((*USERS, None)),
        "paid_at": _moment(draw),
        "amount_minor": draw.randrange(100, 9_900),
        "currency": "USD",
        "status": "paid",
        "has_zone": True,
    }
