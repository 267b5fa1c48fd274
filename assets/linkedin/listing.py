"""Walks the list of a page's posts, newest first. Offsets move while posts come and go, so pages overlap."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any, NamedTuple

from assets.calling.paging import Pages
from assets.linkedin.client import LinkedInClient
from assets.linkedin.values import moment
from warehouse.refusals import Refusal

OVERLAP = 10
MOST_PAGES, MOST_WITHOUT_NEWS = 2_000, 3


class Listed(NamedTuple):
    """What one page has that no page before it had."""

    items: list[Any]
    number: int


async def listed(client: LinkedInClient, since: datetime, count: int) -> AsyncIterator[Listed]:
    """Pages down to the posts created before `since`, or to the end, which is a page that is not full.

    Raises CallFailed, BrokenPaging among them for a list that does not move on.
    """
    pages = Pages("posts", MOST_PAGES, MOST_WITHOUT_NEWS)
    seen: set[str] = set()
    start = 0
    while True:
        told = await client.posts(start, count)
        urns = {urn for item in told.elements if (urn := urn_of(item))}
        is_joined = start == 0 or bool(urns & seen)
        new = _new(told.elements, seen) if is_joined else []
        is_end = is_joined and (len(told.elements) < count or _reached(told.elements, since))
        is_more = pages.more(None if is_end else pages.number, len(new))
        yield Listed(new, pages.number)
        if not is_more:
            return
        seen |= urns if is_joined else set()
        # Nothing joins the page to those before: so many posts were deleted meanwhile that some were skipped.
        start = start + count - OVERLAP if is_joined else max(start - count // 2, 0)


def urn_of(item: Any) -> str | None:
    """The id of a post as listed, None where it has none."""
    urn = item.get("id") if isinstance(item, dict) else None
    return urn if isinstance(urn, str) else None


def created_at(item: Any) -> datetime | None:
    """When a post as listed was created, which is what the list is sorted by."""
    try:
        return moment(item["createdAt"])
    except (Refusal, KeyError, TypeError):
        return None


def _new(items: list[Any], seen: set[str]) -> list[Any]:
    """Items that no page had before, each once; those without an id are left to be refused."""
    nameless = [item for item in items if urn_of(item) is None]
    named = {urn: item for item in items if (urn := urn_of(item)) and urn not in seen}
    return [*named.values(), *nameless]


def _reached(items: list[Any], since: datetime) -> bool:
    created = [at for item in items if (at := created_at(item))]
    return bool(created) and min(created) < since
