"""Reads social posts from files of the inbox. Knows their shape; knows nothing of runs."""

from collections.abc import Iterator
from pathlib import Path

from warehouse.configuration.mappings import Import
from warehouse.rows.json_items import json_list
from warehouse.rows.reading import Item


def posts(path: Path, _mapping: Import | None = None) -> Iterator[Item]:
    """The items of a JSON list, or of the list `posts` of an object; raises Unreadable."""
    return json_list(path, "posts")
