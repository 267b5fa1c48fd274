"""Lists the posts of a stretch of time from the account's timeline, and counts what has been listed."""

from datetime import datetime, timedelta
from typing import Any

from assets.calling.paging import Pages
from assets.sync.coverage import Stretch
from assets.x import records
from assets.x.client import FIELD_REFUSED, Found
from assets.x.dialect import UserTokenNeeded
from assets.x.reading import BATCH, Reading

SMALLEST_PAGE = 5
SECOND, MARGIN = timedelta(seconds=1), timedelta(hours=1)
# How long X shows private metrics; asked for them, it hides all posts that are older.
SHOWN_FOR = timedelta(days=30)


async def read(reading: Reading, user_id: str, stretch: Stretch, private: bool) -> None:
    """Takes every post of the stretch. What came before a failure is counted as listed; raises CallFailed."""
    private = private and reading.is_private
    number = await _walk(reading, user_id, stretch, private)
    if number is None:
        return await read(reading, user_id, stretch, private=False)
    hidden_before = reading.pull.connection.caller.server_now - SHOWN_FOR + MARGIN
    whole = Stretch(max(stretch.start, hidden_before), stretch.end) if private else stretch
    _finish(reading, whole, number)
    if whole.start > stretch.start:  # its clock is ahead of ours
        await read(reading, user_id, Stretch(stretch.start, whole.start), private=False)
    return None


async def _walk(reading: Reading, user_id: str, stretch: Stretch, private: bool) -> int | None:
    """How many posts all pages gave; None where private metrics were asked for and are not shown to us."""
    pages, cursor, number = Pages("timeline"), None, 0
    while True:
        found = await _page(reading, user_id, stretch, private, cursor)
        if found is None:
            return None
        await reading.take(found, reading.page(found, "timeline", pages.number + 1, stretch), private)
        await _take_dropped(reading, found)
        _count(reading, found, stretch)
        number += len(found.posts)
        if not pages.more(found.next_token, len(found.posts)):
            return number
        cursor = found.next_token


async def _page(
    reading: Reading, user_id: str, stretch: Stretch, private: bool, cursor: str | None
) -> Found | None:
    """One page, paid for; None as `_walk` gives it."""
    size = reading.bill.room(BATCH, least=SMALLEST_PAGE)
    try:
        found = await reading.client.timeline(user_id, stretch, private, size, cursor)
    except UserTokenNeeded as needed:
        if not private:
            raise
        reading.make_public(needed.reason)
        return None
    if private and not found.posts and found.refused(FIELD_REFUSED):
        reading.make_public(str(found.errors[0].get("detail")))
        return None
    reading.bill.book(str(item["id"]) for item in found.posts if isinstance(item, dict) and "id" in item)
    return found


async def _take_dropped(reading: Reading, found: Found) -> None:
    """Reads the posts without private metrics that X dropped from a page because of these."""
    dropped = found.refused(FIELD_REFUSED)
    for again in await reading.by_id(dropped, private=False) if dropped else []:
        await reading.take(again, reading.page(again, "posts"), private=False)


def _count(reading: Reading, found: Found, stretch: Stretch) -> None:
    """Counts as listed what lies after the oldest post of the page, its own second not included."""
    moments = [at for at in map(_published, found.posts) if at is not None]
    if moments:
        reading.pull.memory.coverage.add(max(min(moments) + SECOND, stretch.start), stretch.end)


def _published(item: Any) -> datetime | None:
    try:
        return records.moment(item["created_at"])
    except (KeyError, TypeError, ValueError):
        return None


def _finish(reading: Reading, stretch: Stretch, number: int) -> None:
    """Counts the stretch as listed, but not where nothing was in it: answers may be empty by mistake."""
    reading.listed.append(stretch)
    if number:
        reading.has_listed = True
        reading.pull.memory.coverage.add(*stretch)
    else:
        reading.empty.append(stretch)
