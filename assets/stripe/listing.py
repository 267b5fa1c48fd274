"""Walks Stripe's lists, newest first, within a window that does not move while new things come."""

from collections.abc import AsyncIterator
from typing import Any

from assets.calling.failures import BrokenPaging
from assets.calling.paging import Pages
from assets.stripe.client import StripeClient, Told
from assets.stripe.dialect import CursorGone
from assets.sync.coverage import Stretch

MOST_PAGES, MOST_EMPTY = 1_000_000, 1


async def listed(client: StripeClient, stream: str, within: Stretch, size: int) -> AsyncIterator[Told]:
    """Pages of the stretch to its end; raises CallFailed, BrokenPaging for a list that has none."""
    pages = Pages(stream, MOST_PAGES, MOST_EMPTY)
    cursors: list[str] = []
    while True:
        told = await _page(client, stream, within, size, cursors)
        ids = [identifier for item in told.items if (identifier := id_of(item))]
        if told.has_more and not ids:
            raise BrokenPaging(
                f"{stream}: page {pages.number + 1} has nothing to go on from, and says there is more"
            )
        is_more = pages.more(ids[-1] if told.has_more else None, len(told.items))
        yield told
        if not is_more:
            return
        cursors = ids


def id_of(item: Any) -> str | None:
    """The id of a thing as listed, None where it has none."""
    identifier = item.get("id") if isinstance(item, dict) else None
    return identifier if isinstance(identifier, str) and identifier else None


async def _page(client: StripeClient, stream: str, within: Stretch, size: int, cursors: list[str]) -> Told:
    """The page after the last of the page before; where that is gone meanwhile, after the one before it."""
    for cursor in reversed(cursors[1:]):
        try:
            return await client.page(stream, within, size, cursor)
        except CursorGone:
            continue
    return await client.page(stream, within, size, cursors[0] if cursors else None)
