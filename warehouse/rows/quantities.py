"""Types of fields: counts, currencies and amounts of money as people and platforms write them."""

from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationInfo

from warehouse.intake.rejections import is_blank
from warehouse.money import currency_code, minor_units
from warehouse.refusals import Refusal
from warehouse.rows.fields import context, written

LARGEST = 2**63 - 1
LEAST_RATIO = Decimal("1e-12")
A_COUNT = "a whole number of 0 or more"
A_DURATION = "a number of milliseconds of 0 or more"
A_RATIO = "a number above 0 such as 1.0837"


def _count(value: Any) -> int | None:
    if is_blank(value):
        return None
    number = value if type(value) is int else _number(value, A_COUNT)
    if not 0 <= number <= LARGEST or number != int(number):
        raise Refusal(A_COUNT, value)
    return int(number)


def _number(value: Any, expected: str) -> Decimal:
    """The number that a text such as "1938.0" or "1.0E7" means; raises Refusal with what was expected."""
    # Python would read 1_000 as a number, people and platforms do not write it.
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal) or "_" in str(value):
        raise Refusal(expected, value)
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise Refusal(expected, value) from None
    if not number.is_finite():
        raise Refusal(expected, value)
    return number


def _milliseconds(value: Any) -> int | None:
    if is_blank(value):
        return None
    number = _number(value, A_DURATION)
    if not 0 <= number <= LARGEST:
        raise Refusal(A_DURATION, value)
    return round(number)


def _ratio(value: Any) -> float:
    number = _number(value, A_RATIO)
    if not LEAST_RATIO <= number <= 1 / LEAST_RATIO:
        raise Refusal(A_RATIO, value)
    return float(number)


def _currency(value: Any, info: ValidationInfo) -> str:
    return context(info).currency if is_blank(value) else currency_code(written(value))


def _currency_code(value: Any) -> str:
    return currency_code("" if is_blank(value) else written(value))


def _needed_amount(value: Any, info: ValidationInfo) -> int:
    if is_blank(value):
        raise Refusal("an amount such as 1234.50", value)
    return _amount(value, info) or 0


def _amount(value: Any, info: ValidationInfo) -> int | None:
    # Where the currency itself was refused, that is what is wrong with the row, not the amount.
    if is_blank(value) or "currency" not in info.data:
        return None
    return minor_units(value, info.data["currency"])


def _worth(value: Any, info: ValidationInfo) -> int | None:
    if not is_blank(value) and "currency" not in info.data:
        raise Refusal("an amount in a currency that is known", value)
    return _amount(value, info)


Count = Annotated[int | None, BeforeValidator(_count)]
# In whole milliseconds; what a clock gives beyond them is rounded.
Duration = Annotated[int | None, BeforeValidator(_milliseconds)]
Ratio = Annotated[float, BeforeValidator(_ratio)]
CurrencyCode = Annotated[str, BeforeValidator(_currency_code)]
Currency = Annotated[str, BeforeValidator(_currency), Field(validate_default=True)]
# Declared after `currency`, whose decimals decide what an amount may be.
Amount = Annotated[int | None, BeforeValidator(_amount)]
NeededAmount = Annotated[int, BeforeValidator(_needed_amount)]
# An amount without which its row still lands: with its currency refused it is refused as well.
Worth = Annotated[int | None, BeforeValidator(_worth)]
