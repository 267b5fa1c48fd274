"""Stripe's objects as raw holds them, one type a stream; amounts in ISO minor units, people as pseudonyms."""

from datetime import datetime
from typing import ClassVar

from assets.sync.records import Id, Observed


class StripeObject(Observed):
    """An object of Stripe. `identity` names its id, `open` the states that it does not stay in for good."""

    identity: ClassVar[str]
    open: ClassVar[tuple[str, ...]] = ()

    created_at: datetime
    status: str | None = None
    is_deleted: bool = False
    digest: str | None = None  # of what was kept, so that what has not changed does not land again


class Charge(StripeObject):
    """An attempt to take money. What was given back is in its refunds, each on its own date."""

    identity, open = "charge_id", ("pending",)

    charge_id: Id
    amount_minor: int
    captured_minor: int | None = None
    refunded_minor: int | None = None
    currency: str
    is_captured: bool | None = None
    is_disputed: bool | None = None
    customer_key: str | None = None
    email_key: str | None = None
    user_key: str | None = None
    payment_intent_id: str | None = None
    balance_transaction_id: str | None = None
    product: str | None = None
    description: str | None = None
    opportunity_id: str | None = None
    failure_code: str | None = None
    country: str | None = None


class Refund(StripeObject):
    """Money that goes back; one that fails or is canceled has given nothing back."""

    identity, open = "refund_id", ("pending", "requires_action")

    refund_id: Id
    charge_id: str | None = None
    payment_intent_id: str | None = None
    amount_minor: int
    currency: str
    reason: str | None = None
    balance_transaction_id: str | None = None


class Dispute(StripeObject):
    """Money that a bank has taken back, at `withdrawn_at`; one that was won has it back at `reversed_at`."""

    identity = "dispute_id"
    open = ("needs_response", "under_review", "warning_needs_response", "warning_under_review")

    dispute_id: Id
    charge_id: str | None = None
    payment_intent_id: str | None = None
    amount_minor: int
    currency: str
    reason: str | None = None
    withdrawn_at: datetime | None = None
    reversed_at: datetime | None = None


class Invoice(StripeObject):
    """A bill, which is paid by charges."""

    identity, open = "invoice_id", ("draft", "open", "uncollectible")

    invoice_id: Id
    number: str | None = None
    customer_key: str | None = None
    email_key: str | None = None
    subscription_id: str | None = None
    billing_reason: str | None = None
    currency: str
    total_minor: int | None = None
    due_minor: int | None = None
    paid_minor: int | None = None
    remaining_minor: int | None = None
    due_at: datetime | None = None
    finalized_at: datetime | None = None
    paid_at: datetime | None = None


class Customer(StripeObject):
    """A customer, known by pseudonyms only."""

    identity = "customer_key"

    customer_key: str
    email_key: str | None = None
    user_key: str | None = None
    currency: str | None = None


class BalanceTransaction(StripeObject):
    """A line of Stripe's own ledger, in the currency of the balance; fees are in `fee_minor`."""

    identity, open = "balance_transaction_id", ("pending",)

    balance_transaction_id: Id
    available_at: datetime | None = None
    amount_minor: int
    fee_minor: int
    net_minor: int
    currency: str
    exchange_rate: float | None = None
    type: str | None = None
    reporting_category: str | None = None
    source_id: str | None = None
    balance_type: str | None = None
