"""What a person wants to see of a table before opening it: how many rows, how many columns, the first five
rows."""

from typing import Any

PREVIEW_ROWS, PREVIEW_COLUMNS, CELL_WIDTH = 5, 12, 60


def markdown(columns: list[str], rows: list[tuple[Any, ...]]) -> str:
    """The rows as a Markdown table, long cells and the columns after the first twelve cut with an
    ellipsis."""
    names = [*columns[:PREVIEW_COLUMNS], *(["…"] if len(columns) > PREVIEW_COLUMNS else [])]
    lines = [names, ["---"] * len(names), *([_cell(value) for value in row[: len(names)]] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(value: Any) -> str:
    text = "" if value is None else str(value).replace("|", "/").replace("\n", " ")
    return text if len(text) <= CELL_WIDTH else f"{text[:CELL_WIDTH]}…"
