"""The invoice of a purchase as it is at one moment: open for an hour, then paid, or given up in a month."""

from datetime import datetime, timedelta
from typing import Any

from twin.fakes.epoch import seconds
from twin.fakes.stripe_money import units
from twin.product import Purchase

BILLED_BEFORE = timedelta(hours=1)
GIVEN_UP_AFTER = timedelta(days=30)


def invoice(of: Purchase, identifier: str, now: datetime, is_draft: bool) -> dict[str, Any]:
    """Everything of the invoice but what all objects have."""
    begun, total = seconds(of.at - BILLED_BEFORE), units(of.amount_minor, of.currency)
    is_tried = of.at <= now
    is_paid = is_tried and not of.is_failed and not is_draft
    paid = total if is_paid else 0
    return {
        "number": None if is_draft else f"N-{of.id[3:]}", "status": _status(of, now, is_draft, is_paid),
        "customer": of.customer_id, "customer_email": of.email, "currency": of.currency.lower(),
        "amount_due": total, "amount_paid": paid, "amount_remaining": total - paid, "subtotal": total,
        "total": total, "billing_reason": "manual", "collection_method": "charge_automatically",
        "attempted": is_tried, "attempt_count": int(is_tried), "next_payment_attempt": None, "due_date": None,
        "period_start": begun, "period_end": begun, "metadata": {}, "parent": None,
        "status_transitions": {
            "finalized_at": None if is_draft else begun, "paid_at": seconds(of.at) if is_paid else None,
            "marked_uncollectible_at": None, "voided_at": None,
        },
        "lines": {"object": "list", "data": [], "has_more": False, "url": f"/v1/invoices/{identifier}/lines"},
    }  # fmt: skip


def _status(of: Purchase, now: datetime, is_draft: bool, is_paid: bool) -> str:
    if is_draft:
        return "draft"
    if is_paid:
        return "paid"
    return "uncollectible" if now >= of.at + GIVEN_UP_AFTER else "open"
