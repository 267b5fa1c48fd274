"""Reads opportunities and conversions from files of the inbox. Knows their shape; knows nothing of runs."""

from collections.abc import Iterator
from pathlib import Path

from warehouse.configuration.mappings import Import
from warehouse.rows.json_items import json_lines, json_list
from warehouse.rows.reading import Item


def opportunities(path: Path, _mapping: Import | None = None) -> Iterator[Item]:
    """The items of a JSON list, or of the list `opportunities` of an object; raises Unreadable."""
    return json_list(path, "opportunities")


def conversions(path: Path, _mapping: Import | None = None) -> Iterator[Item]:
    """One item a line; raises Unreadable only for bytes that are not UTF-8."""
    return json_lines(path)
