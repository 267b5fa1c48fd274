"""Types of fields: counts, currencies and amounts of money as people and platforms write them."""

from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationInfo

from warehouse.intake.rejections import is_blank
from warehouse.money import currency_code, minor_units
from warehouse.refusals import Refusal
from warehouse.rows.fields import context, written

LARGEST = 2**63 - 1
A_COUNT = "a whole number of 0 or more"


def _count(value: Any) -> int | None:
    if is_blank(value):
        return None
    number = value if type(value) is int else _number(value)
    if not 0 <= number <= LARGEST or number != int(number):
        raise Refusal(A_COUNT, value)
    return int(number)


def _number(value: Any) -> Decimal:
    """The number that a text such as "1938.0" or "1.0E7" means; raises Refusal."""
    # Python would read 1_000 as a number, people and platforms do not write it.
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal) or "_" in str(value):
        raise Refusal(A_COUNT, value)
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise Refusal(A_COUNT, value) from None
    if not number.is_finite():
        raise Refusal(A_COUNT, value)
    return number


def _currency(value: Any, info: ValidationInfo) -> str:
    return context(info).currency if is_blank(value) else currency_code(written(value))


def _amount(value: Any, info: ValidationInfo) -> int | None:
    # Where the currency itself was refused, that is what is wrong with the row, not the amount.
    if is_blank(value) or "currency" not in info.data:
        return None
    return minor_units(value, info.data["currency"])


Count = Annotated[int | None, BeforeValidator(_count)]
Currency = Annotated[str, BeforeValidator(_currency), Field(validate_default=True)]
# Declared after `currency`, whose decimals decide what an amount may be.
Amount = Annotated[int | None, BeforeValidator(_amount)]
