"""Money as integer minor units with an ISO 4217 currency. Never exchanges one currency for another."""

from decimal import Decimal, InvalidOperation

from iso4217 import Currency

from warehouse.refusals import Refusal, near

MOST_DIGITS = 14
EXPONENTS: dict[str, int] = {one.code: one.exponent for one in Currency if one.exponent is not None}


class MoneyError(Refusal):
    """Not an amount of money, or not a currency."""


def currency_code(currency: str) -> str:
    """The ISO 4217 code in capitals; raises MoneyError, with near codes, for what is no currency in use."""
    code = currency.strip().upper()
    if code not in EXPONENTS:
        raise MoneyError("a currency code of ISO 4217 such as USD", currency, near(code, EXPONENTS))
    return code


def exponent(currency: str) -> int:
    """How many decimals the currency has by ISO 4217: 2 for USD, 0 for JPY, 3 for KWD."""
    return EXPONENTS[currency_code(currency)]


def minor_units(amount: Decimal | int | float | str, currency: str) -> int:
    """The amount in the smallest unit of its currency: 500 and "USD" are 50000.

    Raises MoneyError for an unknown currency, what is not a number, a negative amount, and more decimals than
    the currency has.
    """
    decimals = exponent(currency)
    number = _number(amount)
    if not number.is_finite() or number < 0 or abs(number.adjusted()) >= MOST_DIGITS:
        raise MoneyError(f"an amount from 0 to below 10^{MOST_DIGITS}", amount)
    whole, _, fraction = f"{number:f}".partition(".")
    if fraction[decimals:].strip("0"):
        raise MoneyError(f"at most {decimals} decimals ({currency_code(currency)})", amount)
    return int(whole + fraction[:decimals].ljust(decimals, "0"))


def display(minor: int, currency: str) -> str:
    """The amount as a person reads it: 123450 and "USD" are "USD 1,234.50"."""
    decimals = exponent(currency)
    return f"{currency_code(currency)} {Decimal(minor).scaleb(-decimals):,.{decimals}f}"


def _number(amount: Decimal | int | float | str) -> Decimal:
    is_known = isinstance(amount, Decimal | int | float | str) and not isinstance(amount, bool)
    if not is_known or "_" in str(amount):
        raise MoneyError("an amount such as 1234.50", amount)
    try:
        # Fifteen digits are what a float is sure of: 0.1 + 0.2 is 0.3.
        return Decimal(f"{amount:.15g}" if isinstance(amount, float) else amount)
    except InvalidOperation:
        raise MoneyError("an amount such as 1234.50", amount) from None
