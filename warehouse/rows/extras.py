"""Fields without a column, kept as JSON text: no addresses in it, and no values of personal fields."""

import json
import re
from decimal import Decimal
from functools import lru_cache
from typing import Any

from warehouse.pseudonyms import InstallKey
from warehouse.rows.fields import HALF_CHARACTER, may_hold_address

NOT_LETTERS = re.compile(r"[^a-z]")
PERSONAL = re.compile(
    r"(first|last|full|user|sur|contact|customer|client|person)?name|(user|customer|client|contact|person)(id)?"
    r"|(street)?address|street|birth(day|date)|.*(email|mail|phone|mobile|handle)"
)
SAFE_INTEGER = 2**63
KNOWN_NAMES = 10_000


def extra_text(unknown: dict[str, Any], key: InstallKey) -> str | None:
    """The fields as a JSON object in one text, None where there are none; persons in them are pseudonyms."""
    return json.dumps(_safe(unknown, key), ensure_ascii=False, allow_nan=False) if unknown else None


def canonical_text(fields: dict[str, Any], key: InstallKey) -> str:
    """The fields as the one JSON text that means them: names in order, no spaces; persons are pseudonyms."""
    if not any(is_personal(name) or isinstance(value, dict | list) for name, value in fields.items()):
        text = CANONICAL.encode(fields)
        if not may_hold_address(text):
            return text
    return CANONICAL.encode(_safe(fields, key))


@lru_cache(maxsize=KNOWN_NAMES)
def is_personal(name: str) -> bool:
    """Whether a field of this name says who somebody is: name, Email, user_id, "Phone", contactEmail ..."""
    return PERSONAL.fullmatch(NOT_LETTERS.sub("", name.lower())) is not None


def _safe(value: Any, key: InstallKey, personal: bool = False) -> Any:
    if isinstance(value, dict):
        return {
            _text(name, key): _safe(item, key, personal or is_personal(name)) for name, item in value.items()
        }
    if isinstance(value, list):
        return [_safe(item, key, personal) for item in value]
    if value is None or value == "":
        return value
    if personal:
        return "~" + key.subject_key(str(value))[:16]
    if isinstance(value, str):
        return _text(value, key)
    return _plain(value) if isinstance(value, Decimal) else value


def _text(value: str, key: InstallKey) -> str:
    return HALF_CHARACTER.sub("\ufffd", key.pseudonymous(value)) if may_hold_address(value) else value


def _plain(number: Decimal) -> int | float | str:
    """The number as JSON writes it, where that keeps every digit; else its digits as text."""
    digits = str(number)
    if repr(float(number)) == digits and not digits.endswith(".0"):  # as with 12.5 and most others
        return float(number)
    if not number.is_finite() or abs(number) >= SAFE_INTEGER:
        return str(number)
    if number == int(number):
        return int(number)
    return float(number) if Decimal(repr(float(number))) == number else str(number)


CANONICAL = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"), default=_plain
)
