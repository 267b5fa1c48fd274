"""Tables in plain text: the first column to the left, the others to the right, wide cells wrapped."""

import textwrap

from assets.reports.page import Table

WIDTH = 72
GAP = 2
NARROWEST = 8


def drawn(table: Table) -> str:
    """The table in lines of at most 72 characters, the names of the columns above a rule."""
    cells = [table.columns, *table.rows]
    widths = _widths(cells)
    head, *body = [_row(row, widths) for row in cells]
    return "\n".join([head, "-" * _total(widths), *body])


def _widths(cells: list[tuple[str, ...]]) -> list[int]:
    """The width of each column, the widest ones narrowed until the table fits."""
    columns = zip(*cells, strict=True)
    widths = [max(len(line) for cell in column for line in cell.split("\n")) for column in columns]
    while _total(widths) > WIDTH and max(widths) > NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


def _total(widths: list[int]) -> int:
    return sum(widths) + GAP * (len(widths) - 1)


def _row(cells: tuple[str, ...], widths: list[int]) -> str:
    columns = [_cell(cell, width) for cell, width in zip(cells, widths, strict=True)]
    height = max(len(column) for column in columns)
    filled = [column + [""] * (height - len(column)) for column in columns]
    return "\n".join(_line(parts, widths) for parts in zip(*filled, strict=True))


def _line(parts: tuple[str, ...], widths: list[int]) -> str:
    others = [part.rjust(width) for part, width in zip(parts[1:], widths[1:], strict=True)]
    return (" " * GAP).join([parts[0].ljust(widths[0]), *others]).rstrip()


def _cell(cell: str, width: int) -> list[str]:
    return [part for line in cell.split("\n") for part in textwrap.wrap(line, width) or [""]]
