"""Reads CSV files and spreadsheets of any shape as almanac.yaml maps them. Knows nothing of runs."""

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from warehouse.configuration.mappings import FREE_PREFIX, Import
from warehouse.rows.reading import Item, Unreadable
from warehouse.rows.tables import SPREADSHEETS, Row, csv_rows, sheet_rows, table_items

CONTACT = ("name", "email", "handle")
NO_SOURCE = "unknown"
FREE = FREE_PREFIX["events"]
# 1234,50 and 1.234,50 can only mean a decimal comma; 1,234 may mean either, so the amount refuses it.
DECIMAL_COMMA = re.compile(r"\d+,\d{1,2}|\d{1,3}(\.\d{3})+,\d{1,2}")


def opportunities(path: Path, mapping: Import | None) -> Iterator[Item]:
    """One lead a row. A file without a column for the source is itself the source: the id of its import."""
    return (_lead(item, _given(mapping)) for item in _items(path, _given(mapping)))


def posts(path: Path, mapping: Import | None) -> Iterator[Item]:
    """One post a row."""
    return _items(path, _given(mapping))


def events(path: Path, mapping: Import | None) -> Iterator[Item]:
    """One event a row."""
    return (_event(item) for item in _items(path, _given(mapping)))


def payments(path: Path, mapping: Import | None) -> Iterator[Item]:
    """One payment a row."""
    return (_with_points(item, "amount", "refunded_amount") for item in _items(path, _given(mapping)))


def _given(mapping: Import | None) -> Import:
    if mapping is None:
        raise TypeError("expected an import of almanac.yaml, got none")
    return mapping


def _lead(item: Item, mapping: Import) -> Item:
    if item.problem:
        return item
    row = {name: value for name, value in item.row.items() if name not in CONTACT}
    row["contact"] = {name: item.row[name] for name in CONTACT if name in item.row}
    row.setdefault("source", NO_SOURCE if "source" in mapping.columns else mapping.id)
    return _with_points(item._replace(row=row), "revenue")


def _event(item: Item) -> Item:
    """The event with the columns that are mapped to free properties as its properties."""
    if item.problem:
        return item
    free = {name: value for name, value in item.row.items() if name.startswith(FREE)}
    row = {name: value for name, value in item.row.items() if name not in free}
    row["properties"] = {name.removeprefix(FREE): value for name, value in free.items()}
    return _with_points(item._replace(row=row), "value")


def _with_points(item: Item, *amounts: str) -> Item:
    """The item with decimal points in its amounts, where a comma can only mean one."""
    if item.problem:
        return item
    commas = {
        name: item.row[name] for name in amounts if DECIMAL_COMMA.fullmatch(item.row.get(name, "").strip())
    }
    points = {name: amount.replace(".", "").replace(",", ".") for name, amount in commas.items()}
    return item._replace(row={**item.row, **points})


def _items(path: Path, mapping: Import) -> Iterator[Item]:
    """The mapped cells of every row, those of other columns as extra; Unreadable if columns are missing."""
    rows = _rows(path, mapping)
    line, first = next(rows, (1, None))
    if first is None:
        raise Unreadable("expected at least one row, got none")
    header = [cell.strip() if mapping.header else f"column {n}" for n, cell in enumerate(first, start=1)]
    fields = _positions(header, mapping)
    others = {name: place for place, name in enumerate(header) if name and place not in fields.values()}

    def item(line: int, cells: list[str]) -> Item:
        row = {"import_id": mapping.id, **_filled(fields, cells)}
        return Item(line, row, _filled(others, cells))

    return table_items(rows if mapping.header else chain([(line, first)], rows), len(header), item)


def _filled(places: dict[str, int], cells: list[str]) -> dict[str, str]:
    return {name: cells[place] for name, place in places.items() if cells[place].strip()}


def _rows(path: Path, mapping: Import) -> Iterator[Row]:
    if path.suffix.casefold() in SPREADSHEETS:
        return sheet_rows(path, mapping.sheet)
    return csv_rows(path, mapping.delimiter, mapping.encoding)


def _positions(header: list[str], mapping: Import) -> dict[str, int]:
    """Which place of a row is which of our fields; raises Unreadable naming all columns that are missing."""
    found = {field: _position(header, column) for field, column in mapping.columns.items()}
    absent = [f"{mapping.columns[field]} (our {field})" for field, place in found.items() if place is None]
    if absent:
        reason = f"import {mapping.id}: columns missing: {', '.join(absent)}"
        raise Unreadable(reason, f"{reason}; the file has {', '.join(header)}")
    return {field: place for field, place in found.items() if place is not None}


def _position(header: list[str], column: str | int) -> int | None:
    """The place of a column by its number from 1, or by its name: as written, else whatever its capitals."""
    if isinstance(column, int):
        return column - 1 if 1 <= column <= len(header) else None
    if column in header:
        return header.index(column)
    folded = [name.casefold() for name in header]
    return folded.index(column.casefold()) if column.casefold() in folded else None
