"""Reads X's analytics exports (tweet_activity_metrics_*.csv) as downloaded. Knows nothing of runs."""

from collections.abc import Iterator
from pathlib import Path

from warehouse.configuration.mappings import Import
from warehouse.rows.reading import Item, Unreadable
from warehouse.rows.tables import csv_rows, table_items

MISSING = "-"
TEXT = "tweet_text"
REQUIRED = (
    "tweet_id", "tweet_permalink", "tweet_text", "time", "impressions", "engagements", "retweets", "replies",
    "likes",
)  # fmt: skip


def activity_exports(path: Path, _mapping: Import | None = None) -> Iterator[Item]:
    """One item a post, its fields named like the columns in small letters with "_"; "-" and "" are missing.

    Raises Unreadable where columns are missing, and where the file ends in the middle of a row.
    """
    rows = csv_rows(path)
    _line, header = next(rows, (1, None))
    names = [cell.strip().lower().replace(" ", "_") for cell in header or ()]
    missing = [name.replace("_", " ") for name in REQUIRED if name not in names]
    if missing:
        raise Unreadable(f"no X analytics export: columns missing: {', '.join(missing)}")
    return table_items(rows, len(names), lambda line, cells: Item(line, _given(names, cells)))


def _given(names: list[str], cells: list[str]) -> dict[str, str]:
    """The cells that hold something; a post may well consist of "-"."""
    given = zip(names, cells, strict=True)
    return {name: cell for name, cell in given if cell not in ("", MISSING) or name == TEXT}
