"""What fct_payments and customer_values should hold, in plain Python that shares nothing with their SQL."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import floor
from typing import Any

from iso4217 import Currency

from benchmarks.plain_figures import local_day, total
from benchmarks.random_rows import BUSINESSES
from benchmarks.raw_layer import Row

CURRENCIES = {business["business_id"]: business["currency"] for business in BUSINESSES}
AGES = (30, 60, 90, 180, 365)
# Rows of one file, and when it landed.
File = tuple[list[Row], datetime]


def entries(files: list[File], rates: list[Row], objects: dict[str, list[Row]]) -> list[Row]:
    """All entries of payment files and of Stripe's objects."""
    pair = ("business_id", "day", "from_currency", "to_currency")
    quoted = {tuple(row[name] for name in pair): row["rate"] for row in rates}
    found = [*_told_of_files(files, objects["charges"]), *_told_of_stripe(objects)]
    together = defaultdict(list)
    for entry in found:
        together[entry["business_id"], entry["payment_id"]].append(entry)
    for entry in found:
        entry["reporting"], entry["rate_day"] = _in_reporting(entry, quoted)
        entry["flag"] = _flag(entry, together[entry["business_id"], entry["payment_id"]])
        entry["person"] = (
            entry.get("customer_key") or entry.get("user_key") or f"payment:{entry['payment_id']}"
        )
        entry["local_date"] = local_day(entry["business_id"], entry["at"])
    return found


def _told_of_files(files: list[File], charges: list[Row]) -> Iterator[Row]:
    told = defaultdict(list)
    for rows, landed_at in files:
        for row in rows:
            told[row["business_id"], row["payment_id"]].append(row | {"seen": landed_at})
    ids = ("charge_id", "payment_intent_id")
    of_stripe = {(row["business_id"], row[name]) for row in charges for name in ids}
    for key, records in told.items():
        if key not in of_stripe:
            yield from _of_payment(records)


def _of_payment(records: list[Row]) -> Iterator[Row]:
    last = records[-1] | {"origin": "payments"}
    kind = "failed" if last["status"] == "failed" else "payment"
    yield last | {"kind": kind, "at": last["paid_at"], "amount": last["amount_minor"]}
    final, refunded, disputed = _returned(last), 0, 0
    for record in records if kind == "payment" else []:
        now = min(_returned(record), final)
        if now > refunded:
            at = (now == final and last["refunded_at"]) or record["refunded_at"] or record["seen"]
            yield last | {"kind": "refund", "at": at, "amount": refunded - now}
            refunded = now
        held = max(last["amount_minor"] - now, 0) if record["status"] == "disputed" else 0
        if held != disputed:
            kind_of_step = "dispute" if held > disputed else "dispute_reversal"
            yield last | {"kind": kind_of_step, "at": record["seen"], "amount": disputed - held}
            disputed = held


def _returned(record: Row) -> int:
    """What a record says was given back so far."""
    if record["status"] == "failed":
        return 0
    whole = record["amount_minor"] if record["status"] == "refunded" else 0
    return whole if record["refunded_minor"] is None else record["refunded_minor"]


def _told_of_stripe(objects: dict[str, list[Row]]) -> Iterator[Row]:
    paid_by = {}
    for row in objects["charges"]:
        own = row | {"payment_id": row["charge_id"], "at": row["created_at"], "origin": "stripe"}
        is_paid = row["status"] == "succeeded" and row["is_captured"]
        is_part = is_paid and row["captured_minor"] is not None
        if is_paid or row["status"] == "failed":
            paid_by[row["business_id"], row["charge_id"]] = row["customer_key"]
            amount = row["captured_minor"] if is_part else row["amount_minor"]
            yield own | {"kind": "payment" if is_paid else "failed", "amount": amount}
    for row in [*objects["refunds"], *objects["disputes"]]:
        own = row | {"payment_id": row["charge_id"], "at": row["created_at"], "origin": "stripe"}
        own |= {"customer_key": paid_by.get((row["business_id"], row["charge_id"]))}
        own |= {"amount": -row["amount_minor"]}
        if "refund_id" in row and row["status"] == "succeeded":
            yield own | {"kind": "refund"}
        if "dispute_id" in row and row["status"] != "warning_closed":
            yield own | {"kind": "dispute"}
        if "dispute_id" in row and row["status"] == "won":
            yield own | {"kind": "dispute_reversal", "at": row["reversed_at"], "amount": row["amount_minor"]}


def _in_reporting(entry: Row, quoted: dict[Any, float]) -> tuple[int | None, date | None]:
    """The amount in the business's currency, and the day of its rate."""
    home, currency = CURRENCIES[entry["business_id"]], entry["currency"]
    if currency == home:
        return entry["amount"], None
    units = Fraction(10) ** (Currency(home).exponent - Currency(currency).exponent)
    for age in range(8):
        day = local_day(entry["business_id"], entry["at"]) - timedelta(days=age)
        for power, pair in ((1, (currency, home)), (-1, (home, currency))):
            rate = quoted.get((entry["business_id"], f"{day}", *pair))
            if rate is not None:
                exact = Fraction(str(rate)) ** power * units * abs(entry["amount"])
                return _half_up(exact) * (-1 if entry["amount"] < 0 else 1), day
    return None, None


def _half_up(exact: Fraction) -> int:
    """To six places, then to none, halves upwards."""
    half = Fraction(1, 2)
    return floor(Fraction(floor(exact * 10**6 + half), 10**6) + half)


def _flag(entry: Row, together: list[Row]) -> str | None:
    if entry["kind"] in ("payment", "failed"):
        return None
    paid = [one for one in together if one["kind"] == "payment"]
    if not paid:
        return "without_payment"
    given_back = sum(-one["amount"] for one in together if one["kind"] == "refund")
    if entry["kind"] == "refund" and given_back > paid[0]["amount"]:
        return "exceeds_payment"
    return "before_payment" if entry["at"] < paid[0]["at"] else None


def values(found: list[Row], as_of: datetime) -> dict[Any, tuple[Any, ...]]:
    """Each person's first_paid_on, payments, gross_minor, net_minor, net_30 … net_365 and unconverted."""
    persons = defaultdict(list)
    for entry in found:
        if entry["kind"] != "failed":
            persons[entry["business_id"], entry["person"]].append(entry)
    return {key: _value(own, as_of) for key, own in persons.items()}


def _value(own: list[Row], as_of: datetime) -> tuple[Any, ...]:
    paid = [one for one in own if one["kind"] == "payment"]
    first = min((one["at"] for one in paid), default=as_of)
    ends = [first + timedelta(days=days) for days in AGES]
    apart: dict[str, int] = defaultdict(int)
    for one in own:
        if one["reporting"] is None:
            apart[one["currency"]] += one["amount"]
    return (
        min((one["local_date"] for one in paid), default=None),
        len(paid),
        total(one["reporting"] for one in paid),
        total(one["reporting"] for one in own),
        *(
            total(one["reporting"] for one in own if one["at"] <= end) if end <= as_of else None
            for end in ends
        ),
        "; ".join(sorted(f"{currency} {amount}" for currency, amount in apart.items())) or None,
    )


def _until(end: datetime, own: list[Row]) -> int | None:
    return total(one["reporting"] for one in own if one["at"] <= end)
