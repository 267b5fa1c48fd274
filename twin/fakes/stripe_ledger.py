"""Stripe's ledger of one account: a line for whatever moves money, in the currency that is paid out."""

from datetime import datetime, timedelta
from typing import Any

from twin.fakes.epoch import seconds
from twin.fakes.stripe_money import units
from twin.product import ProductWorld, Purchase, Refund

SETTLES_AFTER = timedelta(days=7)
FEE_SHARE, FEE = 0.029, 30
DISPUTE_FEE = 1500
WITHOUT_CENTS = ("JPY",)


class Book:
    """The lines as they stand at one moment. `rates`: what one of the own currency is in another."""

    def __init__(self, shop: ProductWorld, now: datetime) -> None:
        self._now, self._own = now, shop.product.currency
        self._rates = {country.currency: country.rate for country in shop.product.countries.values()}

    def line(self, source: str) -> str:
        """The id of the line of a charge or a refund."""
        return f"txn_{source}"

    def charge(self, of: Purchase) -> dict[str, Any]:
        gross = self._settled(of.amount_minor, of.currency)
        step = units(1, self._currency(of.currency)) or 1
        fee = round((gross * FEE_SHARE + FEE) / step) * step
        return self._line(self.line(of.id), "charge", of.id, of.at, gross, of.currency, fee)

    def refund(self, of: Purchase, refund: Refund) -> dict[str, Any]:
        back = -self._settled(refund.amount_minor, of.currency)
        return self._line(self.line(refund.id), "refund", refund.id, refund.at, back, of.currency)

    def refund_failure(self, of: Purchase, refund: Refund, at: datetime) -> dict[str, Any]:
        """The money of a refund that failed is given back."""
        again = self._settled(refund.amount_minor, of.currency)
        return self._line(f"txn_failed_{refund.id}", "refund_failure", refund.id, at, again, of.currency)

    def of_dispute(self, of: Purchase) -> list[dict[str, Any]]:
        """The money that a bank takes, and gives back where the dispute is won."""
        dispute = of.dispute
        if dispute is None:
            return []
        amount = self._settled(dispute.amount_minor, of.currency)
        taken = self._line(
            f"txn_{dispute.id}",
            "dispute",
            dispute.id,
            dispute.at,
            -amount,
            of.currency,
            DISPUTE_FEE,
            "adjustment",
        )
        if dispute.outcome != "won" or dispute.closed_at is None:
            return [taken]
        given = self._line(
            f"txn_won_{dispute.id}", "dispute_reversal", dispute.id, dispute.closed_at, amount, of.currency,
            0, "adjustment",
        )  # fmt: skip
        return [taken, given]

    def _line(
        self, identifier: str, category: str, source: str, at: datetime, amount: int, currency: str,
        fee: int = 0, kind: str | None = None,
    ) -> dict[str, Any]:  # fmt: skip
        settled, available = self._currency(currency), at + SETTLES_AFTER
        return {
            "id": identifier, "object": "balance_transaction", "amount": amount, "fee": fee,
            "net": amount - fee, "currency": settled.lower(),
            "exchange_rate": None if settled == currency else round(1 / self._rates[currency], 6),
            "fee_details": [], "type": kind or category, "reporting_category": category, "source": source,
            "status": "available" if available <= self._now else "pending", "balance_type": "payments",
            "available_on": seconds(available), "created": seconds(at), "description": None,
        }  # fmt: skip

    def _currency(self, currency: str) -> str:
        """The currency of the balance; one without a rate has a balance of its own."""
        return self._own if currency in self._rates else currency

    def _settled(self, minor: int, currency: str) -> int:
        if self._currency(currency) == currency:
            return units(minor, currency)
        hundredths = minor * (100 if currency in WITHOUT_CENTS else 1)
        return round(hundredths / self._rates[currency])
