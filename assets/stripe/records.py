"""Typed records of Stripe's objects, made of what `kept` has left of an object. Reads nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from assets.stripe.amounts import currency, minor, minor_or_none
from assets.stripe.objects import (
    BalanceTransaction,
    Charge,
    Customer,
    Dispute,
    Invoice,
    Refund,
    StripeObject,
)
from warehouse.refusals import Refusal

EPOCH = datetime(1970, 1, 1)
LATEST = 4_102_444_800  # the year 2100


def charge(item: dict[str, Any]) -> Charge:
    """The product is what the seller calls it, else what the charge says of itself."""
    code, metadata = currency(item["currency"]), item.get("metadata", {})
    return Charge(
        charge_id=item["id"], amount_minor=minor(item["amount"], code),
        captured_minor=minor_or_none(item.get("amount_captured"), code),
        refunded_minor=minor_or_none(item.get("amount_refunded"), code),
        is_captured=item.get("captured"), is_disputed=item.get("disputed"),
        payment_intent_id=item.get("payment_intent"),
        balance_transaction_id=item.get("balance_transaction"),
        product=metadata.get("product") or metadata.get("plan") or item.get("description"),
        description=item.get("description"), opportunity_id=metadata.get("opportunity_id"),
        failure_code=item.get("failure_code"), country=item.get("country"), user_key=item.get("user_key"),
        **_people(item), **_common(item, code),
    )  # fmt: skip


def refund(item: dict[str, Any]) -> Refund:
    """Its currency is that of the charge."""
    code = currency(item["currency"])
    return Refund(
        refund_id=item["id"], charge_id=item.get("charge"), payment_intent_id=item.get("payment_intent"),
        amount_minor=minor(item["amount"], code), reason=item.get("reason"),
        balance_transaction_id=item.get("balance_transaction"), **_common(item, code),
    )  # fmt: skip


def dispute(item: dict[str, Any]) -> Dispute:
    """When money went and came is told by the lines of the ledger that belong to the dispute."""
    code = currency(item["currency"])
    ledger = item.get("balance_transactions", [])
    went = [moment(line["created"]) for line in ledger if line.get("amount", 0) < 0]
    came = [moment(line["created"]) for line in ledger if line.get("amount", 0) > 0]
    return Dispute(
        dispute_id=item["id"], charge_id=item.get("charge"), payment_intent_id=item.get("payment_intent"),
        amount_minor=minor(item["amount"], code), reason=item.get("reason"),
        withdrawn_at=min(went, default=None), reversed_at=max(came, default=None), **_common(item, code),
    )  # fmt: skip


def invoice(item: dict[str, Any]) -> Invoice:
    """When it was paid is among the steps that it has gone through."""
    code, steps = currency(item["currency"]), item.get("status_transitions") or {}
    return Invoice(
        invoice_id=item["id"], number=item.get("number"), subscription_id=item.get("subscription"),
        billing_reason=item.get("billing_reason"), total_minor=minor_or_none(item.get("total"), code),
        due_minor=minor_or_none(item.get("amount_due"), code),
        paid_minor=minor_or_none(item.get("amount_paid"), code),
        remaining_minor=minor_or_none(item.get("amount_remaining"), code),
        due_at=_moment_or_none(item.get("due_date")), finalized_at=_moment_or_none(steps.get("finalized_at")),
        paid_at=_moment_or_none(steps.get("paid_at")), **_people(item), **_common(item, code),
    )  # fmt: skip


def customer(item: dict[str, Any]) -> Customer:
    """One that was deleted while it was listed says so."""
    code = currency(item["currency"]) if item.get("currency") else None
    return Customer(
        user_key=item.get("user_key"), is_deleted=item.get("deleted") is True,
        **_people(item), **_common(item, code),
    )  # fmt: skip


def balance_transaction(item: dict[str, Any]) -> BalanceTransaction:
    """Amounts are signed, fees are not part of them."""
    code = currency(item["currency"])
    return BalanceTransaction(
        balance_transaction_id=item["id"], available_at=_moment_or_none(item.get("available_on")),
        amount_minor=minor(item["amount"], code), fee_minor=minor(item["fee"], code),
        net_minor=minor(item["net"], code), exchange_rate=item.get("exchange_rate"), type=item.get("type"),
        reporting_category=item.get("reporting_category"), source_id=item.get("source"),
        balance_type=item.get("balance_type"), **_common(item, code),
    )  # fmt: skip


PARSERS: dict[str, Callable[[dict[str, Any]], StripeObject]] = {
    "charges": charge,
    "refunds": refund,
    "disputes": dispute,
    "invoices": invoice,
    "customers": customer,
    "balance_transactions": balance_transaction,
}


def parsed(item: Any, stream: str, is_live: bool, digest: str) -> StripeObject:
    """The record of a thing of the stream; raises Refusal for one of the other mode, and as NO_ITEM says."""
    if item.get("livemode") not in (None, is_live):
        raise Refusal(f"livemode {str(is_live).lower()}, as the key's", item["livemode"])
    return PARSERS[stream](item).model_copy(update={"digest": digest})


def moment(seconds: Any) -> datetime:
    """Naive UTC from Stripe's Unix seconds; raises Refusal."""
    if isinstance(seconds, bool) or not isinstance(seconds, int) or not 0 <= seconds < LATEST:
        raise Refusal("a moment in Unix seconds", seconds)
    return EPOCH + timedelta(seconds=seconds)


def _moment_or_none(seconds: Any) -> datetime | None:
    return None if seconds is None else moment(seconds)


def _common(item: dict[str, Any], code: str | None) -> dict[str, Any]:
    told = {"currency": code, "status": item.get("status"), "created_at": moment(item["created"])}
    return {name: value for name, value in told.items() if value is not None}


def _people(item: dict[str, Any]) -> dict[str, Any]:
    return {name: item[name] for name in ("customer_key", "email_key") if name in item}
