"""JSON that others wrote, as items with their lines: a list, an object with a list, or one object a line."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from warehouse.rows.json_walk import DECODER, walk
from warehouse.rows.reading import LONGEST_ROW, Item, Unreadable, lines, too_long, whole_text

DEEPEST = 50
TOO_DEEP = "not valid JSON that can be read: nested too deeply"


def json_list(path: Path, name: str) -> Iterator[Item]:
    """The items of a list, or of the list `name` of an object; raises Unreadable naming line and column."""
    text = whole_text(path)
    if not text.strip():
        raise Unreadable(f"expected a JSON list or an object with `{name}`, got an empty file")
    try:
        yield from (_item(*found) for found in walk(text, name))
    except json.JSONDecodeError as error:
        is_cut = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated")
        why = f"the file ends too early; {error.msg}" if is_cut else error.msg
        raise Unreadable(f"line {error.lineno}, column {error.colno}: not valid JSON ({why})") from None
    except RecursionError:
        raise Unreadable(TOO_DEEP) from None


def json_lines(path: Path) -> Iterator[Item]:
    """The objects of a file with one JSON object a line; a line that is none is an item with a problem."""
    for number, text in lines(path):
        if text is None:
            yield too_long(number)
        elif text.strip():
            yield _line(number, text)


def _line(number: int, text: str) -> Item:
    try:
        return _item(number, DECODER.decode(text.strip()), text)
    except json.JSONDecodeError as error:
        return Item(number, text, problem=f"not valid JSON ({error.msg.lower()})")
    except RecursionError:
        return Item(number, text, problem=TOO_DEEP)


def _item(line: int, value: Any, text: str) -> Item:
    if len(text) > LONGEST_ROW:
        return too_long(line)
    brackets = text.count("[") + text.count("{")
    return Item(line, text, problem=TOO_DEEP) if brackets > DEEPEST and _is_deep(value) else Item(line, value)


def _is_deep(value: Any) -> bool:
    """Whether lists and objects lie in each other deeper than anybody means it, or than can be written."""
    level = [value]
    for _ in range(DEEPEST):
        level = [inner for outer in level for inner in _inside(outer)]
    return bool(level)


def _inside(value: Any) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
