"""Reads events and identities from files of the inbox. Knows their shape; knows nothing of runs."""

from collections.abc import Iterator
from pathlib import Path

from warehouse.configuration.mappings import Import
from warehouse.rows.json_items import json_lines
from warehouse.rows.reading import Item


def lines(path: Path, _mapping: Import | None = None) -> Iterator[Item]:
    """One item a line, of a gzip file too; raises Unreadable for bytes that are not UTF-8 and half a gzip."""
    return json_lines(path)
