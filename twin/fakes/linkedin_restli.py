"""Query strings as LinkedIn's gateway reads them: Rest.li protocol 2.0, or 1.0 without the header."""

import re
from typing import Any
from urllib.parse import parse_qsl, unquote

RESERVED = "(),:'"
_STEP = re.compile(r"[.\[]")


class BadSyntax(ValueError):
    """Not a value of the protocol."""


class Unpermitted(ValueError):
    """Names of parameters that the protocol does not allow; `fields` as the gateway shows them."""

    def __init__(self, fields: list[str]) -> None:
        self.fields = fields
        super().__init__(", ".join(fields))


def parameters(query: str, is_second: bool) -> dict[str, Any]:
    """Parameters with text, lists and mappings as values; raises BadSyntax or Unpermitted."""
    if not is_second:
        return _first(query)
    named = [part.partition("=")[::2] for part in query.split("&") if part]
    dotted = [f"/{unquote(name)}" for name, _ in named if _STEP.search(unquote(name))]
    if dotted:
        raise Unpermitted(dotted)
    return {unquote(name): _whole(text) for name, text in named}


def _whole(text: str) -> Any:
    value, rest = _value(text)
    if rest:
        raise BadSyntax(f"unexpected {rest[0]!r}")
    return value


def _value(text: str) -> tuple[Any, str]:
    """The value at the beginning of the text, and what follows it."""
    if text.startswith("List("):
        return _list(text[5:])
    if text.startswith("("):
        return _mapping(text[1:])
    end = next((at for at, sign in enumerate(text) if sign in RESERVED), len(text))
    if end == 0:
        raise BadSyntax("expected a value")
    return unquote(text[:end]), text[end:]


def _list(text: str) -> tuple[list[Any], str]:
    found: list[Any] = []
    while not text.startswith(")"):
        value, text = _value(text)
        found.append(value)
        text = _next(text)
    return found, text[1:]


def _mapping(text: str) -> tuple[dict[str, Any], str]:
    found: dict[str, Any] = {}
    while not text.startswith(")"):
        name, colon, text = text.partition(":")
        if not colon or any(sign in RESERVED for sign in name):
            raise BadSyntax("expected name:value")
        found[unquote(name)], text = _value(text)
        text = _next(text)
    return found, text[1:]


def _next(text: str) -> str:
    """Past a comma, or to the closing bracket."""
    if text.startswith(","):
        return text[1:]
    if text.startswith(")"):
        return text
    raise BadSyntax("expected a comma or a closing bracket")


def _first(query: str) -> dict[str, Any]:
    """Protocol 1.0: a.b.c=value for mappings, a[0]=value for lists."""
    found: dict[str, Any] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        first, *steps = [step.rstrip("]") for step in _STEP.split(name)]
        if not steps:
            found[first] = value
        elif steps[0].isdigit():
            found.setdefault(first, []).append(value)
        else:
            inner = found.setdefault(first, {})
            for step in steps[:-1]:
                inner = inner.setdefault(step, {})
            inner[steps[-1]] = value
    return found
