"""The answer key for a product's facts: what the files and platforms add up to, to the unit."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from twin.moments import local
from twin.product import ProductWorld
from twin.product_deliveries import Delivery
from twin.product_records import Hit, Purchase
from twin.product_returns import TOLD_BY_SERVER

BREAK = timedelta(minutes=30)
NEW_DAY = timedelta(hours=4)


@dataclass(frozen=True)
class EventTotals:
    """What was told of events; `events` and `sessions` are of people, each event once."""

    deliveries: int
    repeated: int  # told again, with or without another content
    corrected: int
    events: dict[str, int]  # by name
    sessions: int
    bot_events: int
    bot_sessions: int


@dataclass(frozen=True)
class PaymentTotals:
    """What was paid, in minor units by currency; disputes are those that are open or lost."""

    payments: int
    failed: int
    customers: int
    paid_minor: dict[str, int]
    refunded_minor: dict[str, int]
    disputed_minor: dict[str, int]
    net_minor: dict[str, int]


def expected_events(told: Iterable[Delivery], zone: str) -> EventTotals:
    """The totals of everything that was told."""
    known = list(told)
    mistaken = {each.hit.id for each in known if each.is_mistaken}
    hits = {each.hit.id: each.hit for each in known}.values()
    people, bots = [hit for hit in hits if not hit.is_bot], [hit for hit in hits if hit.is_bot]
    return EventTotals(
        deliveries=len(known),
        repeated=len(known) - len(hits),
        corrected=sum(each.hit.id in mistaken and not each.is_mistaken for each in known),
        events=dict(sorted(Counter(hit.event for hit in people).items())),
        sessions=_sessions(people, ZoneInfo(zone)),
        bot_events=len(bots),
        bot_sessions=len({hit.session_id for hit in bots}),
    )


def expected_payments(world: ProductWorld, until: datetime) -> PaymentTotals:
    """The totals of all payments through both providers, as known then."""
    tried = [*world.earlier_purchases(until), *world.purchases(until)]
    paid = [each for each in tried if not each.is_failed]
    sums: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for each in paid:
        refunded, disputed = _returned(each)
        sums["paid"][each.currency] += each.amount_minor
        sums["refunded"][each.currency] += refunded
        sums["disputed"][each.currency] += disputed
        sums["net"][each.currency] += each.amount_minor - refunded - disputed
    return PaymentTotals(
        payments=len(paid),
        failed=len(tried) - len(paid),
        customers=len({each.customer_id for each in paid}),
        **{f"{name}_minor": dict(sorted(amounts.items())) for name, amounts in sums.items()},
    )


def _returned(purchase: Purchase) -> tuple[int, int]:
    """What of a purchase was refunded, and what lies with a bank or was lost to it."""
    dispute = purchase.dispute
    is_gone = dispute is not None and dispute.outcome != "won"
    refunded = sum(refund.amount_minor for refund in purchase.refunds)
    return refunded, dispute.amount_minor if dispute is not None and is_gone else 0


def _sessions(hits: list[Hit], zone: ZoneInfo) -> int:
    """Sessions by their id; what bears none is cut after half an hour without an event and at four."""
    named = {hit.session_id for hit in hits if hit.event not in TOLD_BY_SERVER}
    seen: dict[str | None, datetime] = {}
    gaps = 0
    for hit in sorted((hit for hit in hits if hit.event in TOLD_BY_SERVER), key=lambda hit: hit.at):
        before = seen.get(hit.user_id)
        gaps += before is None or hit.at - before >= BREAK or _day(before, zone) != _day(hit.at, zone)
        seen[hit.user_id] = hit.at
    return len(named) + gaps


def _day(moment: datetime, zone: ZoneInfo) -> int:
    return (local(moment, zone) - NEW_DAY).toordinal()
