"""Reads payments and exchange rates from files of the inbox. Knows their shape; knows nothing of runs."""

from collections.abc import Iterator
from pathlib import Path

from warehouse.configuration.mappings import REQUIRED, Import
from warehouse.rows.json_items import json_list
from warehouse.rows.reading import Item
from warehouse.rows.tables import headed_items

RATE_COLUMNS = ("date", "from", "to", "rate")


def payments(path: Path, _mapping: Import | None = None) -> Iterator[Item]:
    """The rows of a CSV file with a header, or the items of a JSON list or of the list `payments` of an
    object; raises Unreadable."""
    if path.suffix.casefold() == ".csv":
        return headed_items(path, REQUIRED["payments"])
    return json_list(path, "payments")


def rates(path: Path, _mapping: Import | None = None) -> Iterator[Item]:
    """One rate a row of a CSV file with a header; raises Unreadable."""
    return headed_items(path, RATE_COLUMNS)
