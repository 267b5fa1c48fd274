"""What customers pay: a first purchase after the click, then BG/NBD purchases of Gamma-Gamma amounts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np

from twin.product_records import Dispute, Purchase, Refund
from twin.product_truth import Product
from twin.product_visitors import Visitor
from twin.randomness import happens, one

WITHOUT_CENTS = ("JPY",)  # its smallest unit is the yen
STEP_MINOR = 50
GIVES_UP = 0.3
HORIZON = timedelta(days=3 * 365)
DECIDED_AFTER = timedelta(days=30)


def purchases(
    product: Product, visitor: Visitor, clicked_at: datetime, rng: np.random.Generator
) -> list[Purchase]:
    """Everything that the visitor ever tries to pay within three years, in order."""
    first = clicked_at.replace(microsecond=0) + timedelta(seconds=int(rng.integers(40, 240)))
    return list(_Customer(product, visitor, rng).tries(first))


def seen(purchase: Purchase, until: datetime) -> Purchase:
    """The purchase as it was at that moment: without the refunds and the decisions that came later."""
    refunds = tuple(refund for refund in purchase.refunds if refund.at <= until)
    dispute = purchase.dispute if purchase.dispute and purchase.dispute.at <= until else None
    if dispute is not None and dispute.closed_at is not None and dispute.closed_at > until:
        dispute = dispute._replace(outcome="open", closed_at=None)
    return replace(purchase, refunds=refunds, dispute=dispute)


def minor_units(currency: str) -> int:
    """How many of its smallest units are one of the currency."""
    return 1 if currency in WITHOUT_CENTS else 100


class _Customer:
    """One customer's habits, drawn once."""

    def __init__(self, product: Product, visitor: Visitor, rng: np.random.Generator) -> None:
        buying = product.buying
        self.product, self.visitor, self.rng = product, visitor, rng
        self.per_day = rng.gamma(buying.r, 1 / buying.alpha)
        self.leaves = rng.beta(buying.a, buying.b)
        self.scale = 1 / rng.gamma(buying.q, 1 / buying.gamma)
        self.number = 0

    def tries(self, first: datetime) -> Iterator[Purchase]:
        """The first try may be the only one; who has paid stays until they leave after a later purchase."""
        if happens(self.rng, self.product.buying.failed):
            yield self._tried(first, is_failed=True)
            if happens(self.rng, GIVES_UP):
                return
            first += timedelta(seconds=int(self.rng.integers(90, 1500)))
        yield self._paid(first)
        yield from self._repeated(first)

    def _repeated(self, first: datetime) -> Iterator[Purchase]:
        moment = first
        while True:
            days = min(self.rng.exponential(1 / self.per_day), HORIZON.days)
            moment += timedelta(seconds=round(86400 * days))
            if moment >= first + HORIZON:
                return
            if happens(self.rng, self.product.buying.failed):
                yield self._tried(moment - timedelta(seconds=int(self.rng.integers(60, 900))), is_failed=True)
            yield self._paid(moment)
            if happens(self.rng, self.leaves):
                return

    def _paid(self, at: datetime) -> Purchase:
        buying, purchase = self.product.buying, self._tried(at)
        if happens(self.rng, buying.refunded):
            return replace(purchase, refunds=(self._refund(purchase),))
        if happens(self.rng, buying.disputed):
            return replace(purchase, dispute=self._dispute(purchase))
        return purchase

    def _tried(self, at: datetime, is_failed: bool = False) -> Purchase:
        self.number += 1
        country = self.product.countries[self.visitor.country]
        return Purchase(
            id=f"{self.visitor.number:07}{self.number:03}",
            customer_id=self.visitor.customer_id,
            email=self.visitor.email,
            user_id=self.visitor.user_id,
            at=at,
            amount_minor=self._amount(country.rate, country.currency),
            currency=country.currency,
            product=one(self.rng, self.product.sold),
            is_failed=is_failed,
        )

    def _amount(self, rate: float, currency: str) -> int:
        spent = self.rng.gamma(self.product.buying.p, self.scale)
        exact = spent * self.product.origins[self.visitor.origin].spend * rate * minor_units(currency)
        return max(round(exact / STEP_MINOR), 1) * STEP_MINOR

    def _refund(self, purchase: Purchase) -> Refund:
        is_full = happens(self.rng, self.product.buying.refunded_in_full)
        amount = purchase.amount_minor if is_full else purchase.amount_minor // 2
        return Refund(f"re_{purchase.id}", self._after(purchase, 1, 20), amount)

    def _dispute(self, purchase: Purchase) -> Dispute:
        at = self._after(purchase, 10, 45)
        outcome = "won" if happens(self.rng, self.product.buying.disputes_won) else "lost"
        return Dispute(f"dp_{purchase.id}", at, purchase.amount_minor, outcome, at + DECIDED_AFTER)

    def _after(self, purchase: Purchase, least: float, most: float) -> datetime:
        return purchase.at + timedelta(seconds=round(86400 * self.rng.uniform(least, most)))
