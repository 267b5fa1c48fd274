"""What a single value of the configuration may be, and the base of its models."""

import codecs
import re
from datetime import date, timedelta
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator

from warehouse.money import currency_code
from warehouse.refusals import Refusal
from warehouse.times import parse_duration, time_zone

_IDENTIFIER = re.compile(r"[a-z0-9_]{1,64}")


class Settings(BaseModel):
    """A part of the configuration: unknown keys are errors, nothing is converted, an empty key is absent."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, hide_input_in_errors=True)

    @model_validator(mode="before")
    @classmethod
    def _without_empty_keys(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        known = {field.alias or name for name, field in cls.model_fields.items()}
        return {key: value for key, value in given.items() if value is not None or key not in known}


def _text(value: Any) -> str:
    if not isinstance(value, str):
        hint = "write it in quotes" if isinstance(value, int | float) else ""
        raise Refusal("text", value, hint)
    if not value.strip():
        raise Refusal("text", value)
    return value


def _identifier(value: Any) -> str:
    text = _text(value)
    if not _IDENTIFIER.fullmatch(text):
        raise Refusal("1 to 64 of the characters a-z, 0-9 and _", value)
    return text


def _zone(value: Any) -> str:
    return time_zone(_text(value)).key


def _currency(value: Any) -> str:
    return currency_code(_text(value))


def _day(value: Any) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(_text(value))
    except ValueError:
        raise Refusal("a date such as 2026-01-31", value) from None


def _duration(value: Any) -> timedelta:
    return value if isinstance(value, timedelta) else parse_duration(value)


def _encoding(value: Any) -> str:
    text = _text(value)
    try:
        "".encode(text)
        return codecs.lookup(text).name
    except (LookupError, ValueError):
        raise Refusal("a text encoding such as utf-8 or latin-1", value) from None


def whole(lowest: int, highest: int) -> BeforeValidator:
    """Accepts whole numbers from `lowest` to `highest`, both included."""

    def accept(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not lowest <= value <= highest:
            raise Refusal(f"a whole number from {lowest} to {highest}", value)
        return value

    return BeforeValidator(accept)


def number(lowest: int, highest: int, or_equal: bool = False) -> BeforeValidator:
    """Accepts numbers above `lowest`, or equal to it where `or_equal`, up to `highest`."""

    def accept(value: Any) -> float:
        if not isinstance(value, int | float) or isinstance(value, bool) or not lowest <= value <= highest:
            raise Refusal(expected, value)
        if value == lowest and not or_equal:
            raise Refusal(expected, value)
        return float(value)

    expected = f"a number {'from' if or_equal else 'above'} {lowest} up to {highest:,}"
    return BeforeValidator(accept)


Text = Annotated[str, BeforeValidator(_text)]
Identifier = Annotated[str, BeforeValidator(_identifier)]
Zone = Annotated[str, BeforeValidator(_zone)]
CurrencyCode = Annotated[str, BeforeValidator(_currency)]
Day = Annotated[date, BeforeValidator(_day)]
Duration = Annotated[timedelta, BeforeValidator(_duration)]
Encoding = Annotated[str, BeforeValidator(_encoding)]
