"""Field selection of the fake Graph API: names with modifiers, aliases and fields of their own."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from twin.fakes.graph_error import GraphError

_FIELD = re.compile(
    r"(?P<name>\w+)(?P<before>(?:\.\w+\([^()]*\))*)(?:\{(?P<inner>.*)\})?(?P<after>(?:\.\w+\([^()]*\))*)"
)
_MODIFIER = re.compile(r"\.(\w+)\(([^()]*)\)")


@dataclass(frozen=True)
class Field:
    """One field that is asked for, such as reactions.type(LIKE).limit(0).summary(total_count).as(likes)."""

    name: str
    modifiers: Mapping[str, str]
    inner: tuple["Field", ...] = ()

    @property
    def alias(self) -> str:
        return self.modifiers.get("as", self.name)


Shown = Callable[[Field], Any]


def parsed(text: str) -> tuple[Field, ...]:
    """The fields of a selection; code 2500 where it is none."""
    return tuple(_field(part) for part in _parts(text))


def selected(fields: Sequence[Field], shown: Mapping[str, Shown], node: str) -> dict[str, Any]:
    """What `shown` has for the fields, under their aliases; None is left out as the platform leaves it out.

    Code 100 for a field that the node does not have.
    """
    found: dict[str, Any] = {}
    for field in fields:
        if field.name not in shown:
            told = f"(#100) Tried accessing nonexisting field ({field.name}) on node type ({node})"
            raise GraphError(told, 100)
        value = shown[field.name](field)
        if value is not None:
            found[field.alias] = value
    return {**found, "id": shown["id"](Field("id", {}))}


def _field(part: str) -> Field:
    match = _FIELD.fullmatch(part)
    if match is None:
        raise GraphError(f"Syntax error in the fields near {part[:20]!r}", 2500)
    modifiers = dict(_MODIFIER.findall(match["before"] + match["after"]))
    return Field(match["name"], modifiers, parsed(match["inner"]) if match["inner"] else ())


def _parts(text: str) -> list[str]:
    """The text cut at commas that are in no brackets."""
    parts, depth, begun = [], 0, 0
    for at, letter in enumerate(text):
        depth += (letter in "({") - (letter in ")}")
        if letter == "," and depth == 0:
            parts.append(text[begun:at])
            begun = at + 1
    return [part.strip() for part in [*parts, text[begun:]] if part.strip()]
