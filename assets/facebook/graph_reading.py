"""Ways of reading that all of the Graph API shares: pages by cursor, and insights."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from assets.calling.caller import Caller
from assets.calling.failures import BadRequest
from assets.calling.paging import Pages
from assets.facebook.graph_errors import TooMuchData

# What an empty answer means where there should be one, with "for ..." in it.
NO_INSIGHTS = "insights are empty {}: the token lacks read_insights, or the Page has fewer than 100 likes"


class Found(NamedTuple):
    """What one page holds, which page it is (from 1), and when it came."""

    items: list[Any]
    page: int
    at: datetime


async def pages(
    caller: Caller, path: str, endpoint: str, what: str, limit: int, after: str | None = None, **params: Any
) -> AsyncIterator[Found]:
    """The pages of an edge, by cursor; `path` begins with the version, `what` names the walk in errors.

    A page may be short or empty and not the last. Asks for half of `limit` where the platform says it is too
    much. The address in paging.next is never used: it holds the token. Raises CallFailed, also BrokenPaging.
    """
    guard = Pages(what)
    while True:
        try:
            answer = await caller.get(path, endpoint, limit=limit, after=after, **params)
        except TooMuchData:
            if limit == 1:
                raise
            limit //= 2
            continue
        found = items(answer.body, what)
        yield Found(found, guard.number + 1, answer.at)
        after = next_cursor(answer.body)
        if not guard.more(after, len(found)):
            return


async def insights(caller: Caller, path: str, endpoint: str, metrics: Sequence[str], **params: Any) -> Found:
    """The entries of one insights call, never of its paging.next, which walks into the future without end.

    Raises MetricRefused where one of the metrics is not given any more, and any other CallFailed.
    """
    answer = await caller.get(path, endpoint, metric=",".join(metrics), **params)
    return Found(items(answer.body, endpoint), 1, answer.at)


def items(body: Any, what: str) -> list[Any]:
    """The list that every edge answers with; raises BadRequest where there is none."""
    found = body.get("data") if isinstance(body, Mapping) else None
    if not isinstance(found, list):
        raise BadRequest(f"{what}: expected a list named data, got {_shape(body)}")
    return found


def next_cursor(body: Mapping[str, Any]) -> str | None:
    """The cursor of the next page; None where the platform names no next page."""
    paging = body.get("paging") or {}
    cursor = (paging.get("cursors") or {}).get("after")
    return str(cursor) if cursor is not None and "next" in paging else None


def value_of(entry: Mapping[str, Any]) -> Any:
    """The value of an entry that has only one: a number, an object, or None where there is none."""
    values = entry.get("values") or [entry.get("total_value") or {}]
    return values[-1].get("value")


def _shape(body: Any) -> str:
    fields = ", ".join(sorted(body)) if isinstance(body, Mapping) else ""
    return f"the fields {fields}" if fields else type(body).__name__
