"""What a product drops into the inbox: events by week, identities, old payments, exchange rates."""

import gzip
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from twin.files import Record, write_lines, write_list, write_table
from twin.flaws import EVENTS, PAYMENTS
from twin.moments import iso
from twin.product import ProductWorld
from twin.product_deliveries import deliveries
from twin.product_purchases import minor_units
from twin.product_rates import COLUMNS as RATE_COLUMNS
from twin.product_rates import rates
from twin.product_records import Hit, Identity, Purchase
from twin.product_returns import TOLD_BY_SERVER
from twin.world import monday

PAYMENT_COLUMNS = (
    "payment_id", "customer_id", "user_id", "paid_at", "amount", "currency", "status", "refunded_amount",
    "refunded_at", "product",
)  # fmt: skip


def write(folder: Path, world: ProductWorld, until: datetime, bad: Mapping[str, list[Record]]) -> None:
    """Writes all files of a product in the order in which they would have come.

    The bad records of events end the file of the last week, those of payments the first list.
    """
    weeks = groupby(deliveries(world, until), key=lambda each: monday(each.at.date()))
    events = {week: [event(each.hit) for each in told] for week, told in weeks}
    for week, records in events.items():
        _write_events(folder / f"events_{week}.ndjson.gz", records + bad[EVENTS] * (week == max(events)))
    write_lines(folder / f"identities_{until:%Y-%m-%d}.ndjson", map(_identity, world.identities(until)))
    _write_payments(folder, world, until, bad[PAYMENTS])
    write_table(folder / f"rates_{until:%Y-%m-%d}.csv", RATE_COLUMNS, rates(world, until), delimiter=",")


def _write_events(path: Path, records: Iterable[Record]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    with path.open("wb") as file, gzip.GzipFile("", "wb", compresslevel=6, fileobj=file, mtime=0) as packed:
        packed.writelines(line.encode() for line in lines)


def event(hit: Hit) -> Record:
    """The event as a line of an events file."""
    described: dict[str, Any] = {
        "source": hit.source,
        "medium": hit.medium,
        "campaign": hit.campaign,
        "referrer": hit.referrer,
        "page": hit.page,
        "country": hit.country,
        "city": hit.city,
        "device": hit.device,
        **hit.properties,
    }
    record = {
        "event_id": hit.id,
        "event": hit.event,
        "timestamp": hit.at.isoformat(timespec="milliseconds") + "Z",
        "user_id": hit.user_id,
        "anonymous_id": hit.anonymous_id,
        "session_id": None if hit.event in TOLD_BY_SERVER else hit.session_id,
    }
    return _given(record) | {"properties": _given(described)}


def _identity(identity: Identity) -> Record:
    names = {"user_id": identity.user_id, "customer_id": identity.customer_id, "email": identity.email}
    return _given(names)


def _write_payments(folder: Path, world: ProductWorld, until: datetime, bad: list[Record]) -> None:
    """What the old provider knew when Stripe took over, and a table of what changed after that."""
    handover = min(world.stripe_since, until)
    before = {each.id: payment(each) for each in world.earlier_purchases(handover)}
    write_list(folder / f"payments_{handover:%Y-%m-%d}.json", [*before.values(), *bad])
    after = [payment(each) for each in world.earlier_purchases(until)]
    changed = [each for each in after if each != before.get(each["payment_id"])]
    if changed:
        rows = ([each.get(column, "") for column in PAYMENT_COLUMNS] for each in changed)
        write_table(folder / f"payments_changed_{until:%Y-%m-%d}.csv", PAYMENT_COLUMNS, rows, delimiter=",")


def payment(purchase: Purchase) -> Record:
    """The purchase as a record of a payments file."""
    refunded = sum(refund.amount_minor for refund in purchase.refunds)
    record = {
        "payment_id": purchase.id,
        "customer_id": purchase.customer_id,
        "user_id": purchase.user_id,
        "paid_at": iso(purchase.at),
        "amount": _major(purchase.amount_minor, purchase.currency),
        "currency": purchase.currency,
        "status": _status(purchase),
        "refunded_amount": _major(refunded, purchase.currency) if refunded else None,
        "refunded_at": iso(purchase.refunds[-1].at) if refunded else None,
        "product": purchase.product,
    }
    return _given(record)


def _status(purchase: Purchase) -> str:
    if purchase.is_failed:
        return "failed"
    if purchase.dispute is not None and purchase.dispute.outcome != "won":
        return "disputed"
    return "refunded" if purchase.refunds else "paid"


def _major(minor: int, currency: str) -> str:
    units = minor_units(currency)
    return f"{minor / units:.2f}" if units > 1 else str(minor)


def _given(record: Record) -> dict[str, Any]:
    return {name: value for name, value in record.items() if value is not None}
