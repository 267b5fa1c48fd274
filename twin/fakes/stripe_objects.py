"""Stripe's objects of a simulated business as they are at one moment, made of its purchases."""

from datetime import datetime, timedelta
from typing import Any

from twin.fakes.epoch import seconds
from twin.fakes.stripe_invoices import BILLED_BEFORE, invoice
from twin.fakes.stripe_ledger import Book
from twin.fakes.stripe_manners import Manners
from twin.fakes.stripe_money import units
from twin.product import ProductWorld, Purchase, Refund

Thing = dict[str, Any]
REVIEWED_AFTER = timedelta(days=7)


class Shelf:
    """Everything that one account holds at one moment."""

    def __init__(self, shop: ProductWorld, manners: Manners, now: datetime) -> None:
        self._manners, self._now = manners, now
        self._purchases = shop.purchases(now)
        self._billed = shop.purchases(now + BILLED_BEFORE)
        self._book = Book(shop, now)
        self._things: dict[str, list[Thing]] = {}

    def things(self, stream: str) -> list[Thing]:
        """All objects of a list, the newest first."""
        if stream not in self._things:
            found = getattr(self, f"_{stream}")()
            self._things[stream] = sorted(found, key=lambda each: (each["created"], each["id"]), reverse=True)
        return self._things[stream]

    def deleted(self, stream: str, identifier: str) -> Thing | None:
        """What is left of a deleted customer; of other things nothing is."""
        if stream == "customers" and self._manners.is_gone(identifier, self._now):
            return {"id": identifier, "object": "customer", "deleted": True}
        return None

    def _charges(self) -> list[Thing]:
        return [self._charge(each) for each in self._purchases]

    def _charge(self, of: Purchase) -> Thing:
        is_pending = self._manners.is_pending(of.id, self._now)
        status = "failed" if of.is_failed else "pending" if is_pending else "succeeded"
        amount, is_paid = units(of.amount_minor, of.currency), status == "succeeded"
        back = [refund for refund in of.refunds if self._refund_state(refund) in ("succeeded", "pending")]
        refunded = sum(units(refund.amount_minor, of.currency) for refund in back)
        return {
            **self._thing(of.id, "charge", of.at), "amount": amount,
            "amount_captured": amount if is_paid else 0, "amount_refunded": refunded,
            "currency": of.currency.lower(), "status": status, "paid": is_paid, "captured": is_paid,
            "refunded": refunded == amount, "disputed": of.dispute is not None,
            "balance_transaction": self._book.line(of.id) if is_paid else None, "customer": of.customer_id,
            "payment_intent": f"pi_{of.id}", "description": None,
            "failure_code": "card_declined" if of.is_failed else None,
            "failure_message": "Your card was declined." if of.is_failed else None, "receipt_email": of.email,
            "metadata": {"user_id": of.user_id, "product": of.product},
            "billing_details": {"email": of.email, "name": None, "phone": None, "address": None},
            "payment_method_details": {"type": "card", "card": {"brand": "visa", "last4": "4242"}},
            "outcome": None,
        }  # fmt: skip

    def _refunds(self) -> list[Thing]:
        return [
            {
                **self._thing(refund.id, "refund", refund.at),
                "amount": units(refund.amount_minor, of.currency), "currency": of.currency.lower(),
                "charge": of.id, "payment_intent": f"pi_{of.id}", "status": self._refund_state(refund),
                "balance_transaction": self._book.line(refund.id), "reason": "requested_by_customer",
                "metadata": {},
            }
            for of in self._purchases for refund in of.refunds
        ]  # fmt: skip

    def _refund_state(self, refund: Refund) -> str:
        if self._failed(refund.id):
            return "failed"
        return "pending" if self._manners.is_pending(refund.id, self._now) else "succeeded"

    def _failed(self, refund_id: str) -> datetime | None:
        at = self._manners.failed_at.get(refund_id)
        return at if at is not None and at <= self._now else None

    def _disputes(self) -> list[Thing]:
        return [self._dispute(of) for of in self._purchases if of.dispute]

    def _dispute(self, of: Purchase) -> Thing:
        dispute = of.dispute
        assert dispute is not None
        is_reviewed = self._now >= dispute.at + REVIEWED_AFTER
        waiting = "under_review" if is_reviewed else "needs_response"
        return {
            **self._thing(dispute.id, "dispute", dispute.at),
            "amount": units(dispute.amount_minor, of.currency), "currency": of.currency.lower(),
            "charge": of.id, "payment_intent": f"pi_{of.id}", "reason": "fraudulent",
            "status": waiting if dispute.outcome == "open" else dispute.outcome,
            "balance_transactions": self._book.of_dispute(of), "is_charge_refundable": False, "metadata": {},
            "evidence": {"customer_email_address": of.email},
        }  # fmt: skip

    def _invoices(self) -> list[Thing]:
        return [
            {**self._thing(identifier, "invoice", begun), **invoice(of, identifier, self._now, is_draft)}
            for of in self._billed
            if not self._manners.is_gone(identifier := f"in_{of.id[3:]}", self._now)
            for begun, is_draft in [(of.at - BILLED_BEFORE, identifier in self._manners.deleted_at)]
        ]

    def _customers(self) -> list[Thing]:
        first: dict[str, Purchase] = {}
        for of in self._purchases:
            first.setdefault(of.customer_id, of)
        return [
            {
                **self._thing(name, "customer", of.at - timedelta(minutes=1)), "email": of.email,
                "name": None, "currency": of.currency.lower(), "balance": 0, "delinquent": False,
                "address": None, "metadata": {"user_id": of.user_id},
            }
            for name, of in first.items() if not self._manners.is_gone(name, self._now)
        ]  # fmt: skip

    def _balance_transactions(self) -> list[Thing]:
        found = []
        for of in self._purchases:
            if not of.is_failed and not self._manners.is_pending(of.id, self._now):
                found.append(self._book.charge(of))
            found += [self._book.refund(of, refund) for refund in of.refunds]
            failures = ((refund, self._failed(refund.id)) for refund in of.refunds)
            found += [self._book.refund_failure(of, refund, at) for refund, at in failures if at]
            found += self._book.of_dispute(of)
        return found

    def _thing(self, identifier: str, kind: str, created: datetime) -> Thing:
        common = {"id": identifier, "object": kind, "created": seconds(created)}
        return {**common, "livemode": self._manners.is_live}
