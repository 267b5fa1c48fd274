"""A report as a file: HTML without any outside reference, and plain text of 72 columns."""

import re
import textwrap
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from assets.reports.page import Page
from assets.reports.text_tables import WIDTH, drawn

BEFORE_PERCENT = re.compile(r"(?<=\d) (?=%)")


def html(page: Page) -> str:
    """The page as one HTML file: style and drawings inside, nothing fetched, nothing run."""
    return _environment().get_template("weekly.html.j2").render(page=page) + "\n"


def text(page: Page) -> str:
    """The page as plain text, no line longer than 72 characters where words allow it."""
    return _environment().get_template("weekly.txt.j2").render(page=page).strip() + "\n"


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=select_autoescape(["html.j2"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"lines": lines, "wrapped": wrapped, "columns": drawn}
    return made


def lines(cell: str) -> Markup:
    """A cell for HTML: lines after the first small, `commands` as code, no break before a percent sign."""
    first, *others = [_line(BEFORE_PERCENT.sub("\N{NO-BREAK SPACE}", line)) for line in cell.split("\n")]
    return first + Markup("").join(Markup("<small>{}</small>").format(line) for line in others)


def _line(line: str) -> Markup:
    parts = [escape(part) for part in line.split("`")]
    parts[1::2] = [Markup("<code>{}</code>").format(part) for part in parts[1::2]]
    return Markup("").join(parts)


def wrapped(said: str, indent: str = "", first: str | None = None) -> str:
    """A paragraph for the text twin, its first line behind `first`, the others behind `indent`."""
    filled = textwrap.fill(
        BEFORE_PERCENT.sub("\N{NO-BREAK SPACE}", said),
        WIDTH,
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return filled.replace("\N{NO-BREAK SPACE}", " ")
