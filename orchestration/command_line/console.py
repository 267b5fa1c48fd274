"""What commands print: for a person on a terminal, or the same as JSON; errors on the other stream."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.table import Table

from warehouse.progress import listening

Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON, and nothing else.")]
AsOf = Annotated[datetime | None, typer.Option(help="Show the marts as of this moment (UTC) instead of now.")]
FAILED, QUARANTINED = 1, 3

PIPED_WIDTH = 240
TERMINAL = sys.stdout.isatty()

out = Console(soft_wrap=not TERMINAL, highlight=False, width=None if TERMINAL else PIPED_WIDTH)
err = Console(stderr=True, soft_wrap=True, highlight=False)


def show(result: dict[str, Any], as_json: bool, told: Callable[[dict[str, Any]], None]) -> None:
    """Prints the result: as JSON, or told to a person by the given function."""
    if as_json:
        sys.stdout.write(json.dumps(result, indent=2, ensure_ascii=False, default=str) + "\n")
    else:
        told(result)


def fail(message: str, as_json: bool = False, code: int = FAILED) -> NoReturn:
    """Ends the command with the message on standard error (with --json: as an object on standard output)."""
    if as_json:
        sys.stdout.write(json.dumps({"error": message}, ensure_ascii=False) + "\n")
    else:
        err.print(message, style="red", markup=False)
    raise typer.Exit(code)


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Table:
    """A plain table; numbers stand right, NULL is empty."""
    made = Table(box=None, pad_edge=False, header_style="bold")
    listed = [list(row) for row in rows]
    for position, name in enumerate(columns):
        numeric = bool(listed) and all(isinstance(row[position], int | float | None) for row in listed)
        made.add_column(name, justify="right" if numeric else "left", overflow="fold")
    for row in listed:
        made.add_row(*("" if value is None else str(value) for value in row))
    return made


@contextmanager
def working(what: str, as_json: bool) -> Iterator[None]:
    """A spinner that names what is going on, on a terminal only."""
    if as_json or not err.is_terminal:
        yield
        return
    with err.status(what) as status, listening(lambda detail: status.update(f"{what} · {detail}")):
        yield
