"""What can be seen of a product: hits of visitors, purchases of customers, identifiers that belong together.

Moments are naive UTC, amounts are minor units of their currency and never below 0.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple


class Refund(NamedTuple):
    """Money that was given back, a part or all of a purchase."""

    id: str
    at: datetime
    amount_minor: int


class Dispute(NamedTuple):
    """A purchase that the customer's bank took back; `outcome` is won, lost or open (not decided yet).

    Where it is won, the money comes back at `closed_at`.
    """

    id: str
    at: datetime
    amount_minor: int
    outcome: str
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Purchase:
    """An attempt to pay; one that failed moved no money, and has neither refunds nor a dispute."""

    id: str
    customer_id: str
    email: str
    user_id: str
    at: datetime
    amount_minor: int
    currency: str
    product: str
    refunds: tuple[Refund, ...] = ()
    dispute: Dispute | None = None
    is_failed: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """One event of a visitor; `user_id` is there once the visitor has logged in on that device."""

    id: str
    event: str
    at: datetime
    user_id: str | None
    anonymous_id: str
    session_id: str
    source: str | None
    medium: str | None
    campaign: str | None
    referrer: str | None
    page: str
    country: str
    city: str
    device: str
    properties: dict[str, str | int | float] = field(default_factory=dict)
    is_bot: bool = False


@dataclass(frozen=True, slots=True)
class Identity:
    """Identifiers that were seen together at a moment, such as a device's and a user's at log-in."""

    at: datetime
    user_id: str
    email: str
    customer_id: str | None = None
