"""Single values of GA4's export: parameters by name, GA4's words for nothing, amounts of money."""

from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from typing import Any

from warehouse.money import EXPONENTS

KINDS = ("string_value", "int_value", "float_value", "double_value")


def fields(row: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The named fields of a part of the row, none where there is nothing or something else."""
    found = row.get(name)
    return found if isinstance(found, dict) else {}


def listed(value: Any) -> list[dict[str, Any]]:
    """The objects of a repeated field."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def named(pairs: Any) -> dict[str, Any]:
    """Parameters by name; of the four kinds of value the one that is given."""
    return {str(pair.get("key")): _value(fields(pair, "value")) for pair in listed(pairs)}


def said(value: Any) -> Any:
    """The value, None for GA4's words for nothing: (direct), (none), (not set), (organic) ..."""
    is_nothing = isinstance(value, str) and (not value or (value[0], value[-1]) == ("(", ")"))
    return None if is_nothing else value


def given(value: Any) -> Any:
    """An object without what is empty in it; anything else as it is."""
    if not isinstance(value, dict):
        return value
    return {name: each for name, one in value.items() if (each := given(one)) not in (None, "", [], {})}


def rounded(amount: Any, currency: Any) -> Any:
    """The amount with the decimals of its currency: what GA4 has converted has more. Else as it is."""
    exponent = EXPONENTS.get(str(currency).upper())
    try:
        number = Decimal(str(amount))
        return amount if exponent is None else number.quantize(Decimal(1).scaleb(-exponent), ROUND_HALF_EVEN)
    except InvalidOperation:
        return amount


def _value(kinds: Mapping[str, Any]) -> Any:
    """Whole numbers are texts in JSON."""
    kind = next((kind for kind in KINDS if kinds.get(kind) is not None), KINDS[0])
    value = kinds.get(kind)
    return int(str(value)) if kind == "int_value" and str(value).lstrip("-").isdigit() else value
