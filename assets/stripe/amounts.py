"""Stripe's amounts as minor units of ISO 4217: the two differ in how many decimals some currencies have."""

from typing import Any

from warehouse.money import currency_code, exponent
from warehouse.refusals import Refusal

# An amount is in whole units, by Stripe's list and not by ISO 4217, which gives MGA two decimals.
ZERO_DECIMALS = {
    "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF",
}  # fmt: skip
THREE_DECIMALS = {"BHD", "JOD", "KWD", "OMR", "TND"}
LARGEST = 10**15


def currency(code: Any) -> str:
    """The ISO code of Stripe's small letters; raises Refusal for what is no currency."""
    if not isinstance(code, str):
        raise Refusal("a currency code of ISO 4217", code)
    return currency_code(code)


def minor(amount: Any, code: str) -> int:
    """The signed amount in ISO minor units: 500 "UGX", of which Stripe counts hundredths, is 5.

    Raises Refusal for what is no whole number, and for a fraction that the currency does not have.
    """
    if isinstance(amount, bool) or not isinstance(amount, int) or abs(amount) > LARGEST:
        raise Refusal("a whole number of the currency's smallest unit", amount)
    shift = exponent(code) - decimals(code)
    if shift >= 0:
        return amount * 10**shift
    whole, rest = divmod(amount, 10**-shift)
    if rest:
        raise Refusal(f"an amount of {code} that ends in {'0' * -shift}", amount)
    return whole


def minor_or_none(amount: Any, code: str) -> int | None:
    """As `minor`, None where Stripe gives nothing."""
    return None if amount is None else minor(amount, code)


def decimals(code: str) -> int:
    """How many decimals Stripe counts of a currency: 2 of ISK and UGX too, which have none in life."""
    if code in ZERO_DECIMALS:
        return 0
    return 3 if code in THREE_DECIMALS else 2
