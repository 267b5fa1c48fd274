"""What a report consists of, as pieces of text: the HTML page and the text twin are made of these."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Card:
    """One headline figure."""

    label: str
    value: str
    detail: str


@dataclass(frozen=True)
class Table:
    """Rows of text under column names; the first cell names the row, a line break starts a smaller line."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


@dataclass(frozen=True)
class Point:
    """One sentence of a list, perhaps with a tag before it and a detail below it."""

    text: str
    tag: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Drawing:
    """An SVG with its caption; the text twin leaves it out, since its figures are in a table beside it."""

    svg: str
    caption: str


@dataclass(frozen=True)
class Section:
    """One headed part of a report; what is empty is not shown."""

    title: str
    text: str = ""
    points: list[Point] = field(default_factory=list)
    table: Table | None = None
    drawings: list[Drawing] = field(default_factory=list)
    after: list[Point] = field(default_factory=list)


@dataclass(frozen=True)
class Page:
    """A whole report: notices come first, whoever forwards it."""

    name: str
    title: str
    period: str
    notices: list[Point]
    cards: list[Card]
    sections: list[Section]
    footnotes: list[str]
    origin: str
