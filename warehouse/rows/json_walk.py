"""Walks a JSON text that others wrote: the items of a list one by one, each with its line and its text."""

import json
import re
from collections.abc import Generator, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from warehouse.rows.reading import Unreadable

MOST_DIGITS = 18
SPACE = re.compile(r"[ \t\n\r]*")


class Found(NamedTuple):
    """A value of the list with the line on which it starts and the text that it was read from."""

    line: int
    value: Any
    text: str


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal("NaN")


def _whole(text: str) -> int | Decimal:
    return int(text) if len(text) <= MOST_DIGITS else _decimal(text)


# NaN and Infinity, which JSON does not have, become a number that every field refuses: only the row is bad.
DECODER = json.JSONDecoder(
    parse_float=_decimal, parse_int=_whole, parse_constant=lambda _name: Decimal("NaN")
)


def walk(text: str, name: str) -> Iterator[Found]:
    """The values of a list, or of the list called `name` of an object.

    Raises JSONDecodeError for what is no JSON, RecursionError for what is nested too deeply, Unreadable for
    neither a list nor such an object.
    """
    position = _skip(text, 0)
    if text[position] == "[":
        end = yield from _items(text, position)
    elif text[position] == "{":
        end = yield from _members(text, position, name)
    else:
        raise Unreadable(f"expected a JSON list or an object with `{name}`, got something else")
    if _skip(text, end) < len(text):
        raise json.JSONDecodeError("Extra data", text, _skip(text, end))


def _items(text: str, position: int) -> Generator[Found, None, int]:
    """The values of the list at the position; gives back where it ends."""
    line, counted = 1, 0
    position = _skip(text, position + 1)
    if text.startswith("]", position):
        return position + 1
    while True:
        line, counted = line + text.count("\n", counted, position), position
        value, end = DECODER.raw_decode(text, position)
        yield Found(line, value, text[position:end])
        position = _skip(text, end)
        if text.startswith("]", position):
            return position + 1
        position = _skip(text, _after(text, position, ","))


def _members(text: str, position: int, name: str) -> Generator[Found, None, int]:
    """The values of the list `name` of the object at the position; gives back where the object ends."""
    found = False
    position = _skip(text, position + 1)
    while not text.startswith("}", position):
        key, end = DECODER.raw_decode(text, _after(text, position, '"') - 1)
        position = _skip(text, _after(text, _skip(text, end), ":"))
        if key == name and text.startswith("[", position):
            found = True
            position = yield from _items(text, position)
        else:
            position = DECODER.raw_decode(text, position)[1]
        position = _skip(text, position)
        if not text.startswith("}", position):
            position = _skip(text, _after(text, position, ","))
    if not found:
        raise Unreadable(f"expected a JSON list or an object with a list `{name}`, got an object without it")
    return position + 1


def _skip(text: str, position: int) -> int:
    return SPACE.match(text, position).end()  # type: ignore[union-attr]


def _after(text: str, position: int, sign: str) -> int:
    if not text.startswith(sign, position):
        raise json.JSONDecodeError(f"Expecting {sign!r}", text, position)
    return position + 1
