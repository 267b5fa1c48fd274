"""Amounts as Stripe's API counts them, from the minor units of ISO 4217 that the world counts in."""

from fractions import Fraction

# Where Stripe counts otherwise: hundredths of currencies that have none in life, whole units of one that has.
FACTORS = {"ISK": Fraction(100), "UGX": Fraction(100), "MGA": Fraction(1, 100)}


def units(minor: int, currency: str) -> int:
    """The amount in Stripe's units."""
    return int(minor * FACTORS.get(currency, Fraction(1)))
