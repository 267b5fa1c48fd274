"""From what a reader found to the rows that land: validation and remarks. Has no clock, writes nothing."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from warehouse.intake.rejections import Problem, Rejected
from warehouse.intake.tally import Tally
from warehouse.rows.extras import extra_text
from warehouse.rows.reading import Item
from warehouse.rows.records import FileContext, Record

TWICE = "the same id as an earlier line with different content; the later line counts"
LEFT_OUT = "it is left out and kept in extra"
Seen = dict[tuple[Any, ...], int]


def shaped(
    items: Iterable[Item],
    record: type[Record],
    newest: tuple[str, ...],
    context: FileContext,
    tally: Tally,
    refuse: Callable[[Item, tuple[Problem, ...]], None],
) -> Iterator[dict[str, Any]]:
    """The rows that land, as columns; what does not is handed to `refuse`. The tally grows as rows go by."""
    seen: Seen = {}
    common = context.common()
    for item in items:
        try:
            parsed = _parsed(item, record, context)
        except Rejected as rejected:
            tally.reject(item, rejected.problems[0])
            refuse(item, rejected.problems)
            continue
        _count(parsed, item.line, newest, context, tally)
        _compare(parsed, item.line, tally, seen)
        yield {**common, **parsed.__dict__, **_place(parsed, item, context)}
    tally.close()


def _parsed(item: Item, record: type[Record], context: FileContext) -> Record:
    if item.problem:
        raise Rejected(Problem("row", item.problem, item.problem))
    return record.parse(item.row, context)


def _place(parsed: Record, item: Item, context: FileContext) -> dict[str, Any]:
    """The columns that say where the row comes from, and what of it has no column."""
    unknown = {**(parsed.model_extra or {}), **(item.extra or {})}
    return {
        "source_line": item.line,
        "observed_at": min(parsed.observed(context.landed_at), context.landed_at),
        "extra": extra_text(unknown, context.key),
    }


def _count(parsed: Record, line: int, newest: tuple[str, ...], context: FileContext, tally: Tally) -> None:
    tally.rows += 1
    for name in newest:
        tally.see(getattr(parsed, name), context.landed_at)
    if not context.has_zone:
        tally.zoneless(line)
    for problem in context.left_out:
        tally.notice(line, problem.field, f"{problem.reason}; {LEFT_OUT}")
    for name, remark in parsed.oddities(context.landed_at):
        tally.notice(line, name, remark)


def _compare(parsed: Record, line: int, tally: Tally, seen: Seen) -> None:
    """Remarks where the file has said something else about the same thing before."""
    if not parsed.identity:
        return
    identity = tuple(getattr(parsed, name) for name in parsed.identity)
    content = hash((tuple(parsed.__dict__.values()), str(parsed.model_extra)))
    if seen.setdefault(identity, content) != content:
        tally.notice(line, parsed.identity[-1], TWICE)
