"""Tables that others wrote, row by row with its line: CSV and spreadsheets. Names no field."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from warehouse.rows.reading import LONGEST_ROW, Item, Unreadable, lines, too_long

Row = tuple[int, list[str] | None]
SPREADSHEETS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
SURE_DIGITS = 2**53


class _TooLong(Exception):
    """A line that is longer than a row may be."""


def csv_rows(path: Path, delimiter: str = ",", encoding: str = "utf-8-sig") -> Iterator[Row]:
    """Line and cells of every row that is not empty; None for a row that is too long.

    Raises Unreadable if the file ends in the middle of a row, if quotes do not match, for a wrong encoding.
    """
    csv.field_size_limit(LONGEST_ROW)
    source = _Lines(path, encoding)
    width, last = 0, 0
    for line, cells in _parsed(source, delimiter):
        width, last = width or len(cells or ()), len(cells or ())
        if cells is None or any(cell.strip() for cell in cells):
            yield line, cells
    if last < width and not source.text.endswith(("\n", "\r")):
        came = f"expected {width} columns, got {last}"
        raise Unreadable(f"line {source.number}: the file ends in the middle of a row ({came})")


class _Lines:
    """The lines of a file for the csv module, with the number and text of the newest one."""

    def __init__(self, path: Path, encoding: str) -> None:
        self.source = lines(path, "utf-8-sig" if encoding == "utf-8" else encoding)
        self.number = 0
        self.text = ""

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        self.number, text = next(self.source)
        if text is None:
            raise _TooLong
        self.text = text
        return text


def _parsed(source: _Lines, delimiter: str) -> Iterator[Row]:
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    while True:
        start = source.number + 1
        try:
            yield start, next(reader)
        except StopIteration:
            return
        except _TooLong:
            yield start, None
        except csv.Error as error:
            raise Unreadable(f"line {start}: not a valid row of CSV ({error})") from None


def headed_items(path: Path, needed: Sequence[str]) -> Iterator[Item]:
    """The rows of a CSV file with a header, as items that have its names in small letters; empty cells are
    absent. Raises Unreadable where one of the needed columns is missing."""
    rows = csv_rows(path)
    _line, header = next(rows, (1, None))
    names = [cell.strip().lower() for cell in header or ()]
    if missing := [name for name in needed if name not in names]:
        raise Unreadable(f"columns missing: {', '.join(missing)}")

    def item(line: int, cells: list[str]) -> Item:
        given = zip(names, cells, strict=True)
        return Item(line, {name: cell for name, cell in given if name and cell.strip()})

    yield from table_items(rows, len(names), item)


def table_items(rows: Iterable[Row], width: int, item: Callable[[int, list[str]], Item]) -> Iterator[Item]:
    """The rows as items, made by `item` from line and cells; another number of columns is a problem."""
    for line, cells in rows:
        if cells is None:
            yield too_long(line)
        elif len(cells) < width or any(cells[width:]):
            yield Item(line, cells, problem=f"expected {width} columns, got {len(cells)}")
        else:
            yield item(line, cells[:width])


def sheet_rows(path: Path, sheet: str | None = None) -> Iterator[Row]:
    """Row number and cells as text of every row of a sheet (the first, if none is named) that is not empty.

    Dates are ISO 8601 without a zone. Raises Unreadable if it is no spreadsheet or has no such sheet.
    """
    import python_calamine  # here, because few runs read a spreadsheet

    try:
        with python_calamine.CalamineWorkbook.from_path(path) as book:
            grid = book.get_sheet_by_name(sheet) if sheet else book.get_sheet_by_index(0)
            for number, cells in enumerate(grid.to_python(skip_empty_area=False), start=1):
                if any(cell != "" for cell in cells):
                    yield number, [cell_text(cell) for cell in cells]
    except python_calamine.WorksheetNotFound:
        raise Unreadable(f"expected a sheet {sheet!r}" if sheet else "expected a sheet, got none") from None
    except python_calamine.CalamineError as error:
        reason = "not a spreadsheet that can be read"
        raise Unreadable(reason, f"{reason}: {error}") from None


def cell_text(cell: Any) -> str:
    """A cell as a person would type it: 12 rather than 12.0, a date as ISO 8601, "" where it is empty."""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer():
        # Beyond 2^53 the spreadsheet has rounded; the exponent lets an id of that kind be refused.
        return str(int(cell)) if abs(cell) < SURE_DIGITS else f"{cell:.15e}"
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="seconds" if not cell.microsecond else "microseconds")
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)
