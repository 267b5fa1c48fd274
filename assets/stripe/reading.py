"""Reads any stream of Stripe: lists what is new or may have changed, and follows what is not finished."""

from datetime import datetime, timedelta

from assets.stripe import reach
from assets.stripe.listing import listed
from assets.stripe.looking import check_silence, follow_unfinished, look_for
from assets.stripe.taking import Reading
from assets.sync.coverage import Stretch
from assets.sync.pull import Page, Pull

A_SECOND, A_DAY = timedelta(seconds=1), timedelta(days=1)
PAGE = 100


async def read(pull: Pull) -> None:
    """Lists as far back as is due, and once a day asks for older things that are not finished."""
    begun = pull.connection.now()
    age = reach.due(pull, begun)
    stretches = pull.stretches(age)
    reading = Reading.of(pull, min(stretch.start for stretch in stretches))
    for stretch in stretches:
        await walk(reading, stretch)
    if age > A_DAY:
        await follow_unfinished(reading)
    if not pull.left:
        reach.walked(pull, age, begun)


async def walk(reading: Reading, stretch: Stretch) -> None:
    """Lists a stretch, which counts as read where all that was known of it came, or is gone.

    The list of an account of which nothing was ever read does not: it may be empty by mistake.
    """
    coverage = reading.pull.memory.coverage
    is_empty = await _listed_down(reading, stretch) == stretch.end
    unlisted = reading.unlisted(stretch)
    if is_empty and unlisted:
        await check_silence(reading, len(unlisted))
    if is_empty and not coverage.stretches:
        reading.pull.remarks.append("the list is empty")
    elif await look_for(reading, unlisted):
        coverage.add(stretch.start, stretch.end)


async def _listed_down(reading: Reading, stretch: Stretch) -> datetime:
    """Takes what is listed; what was created after a page's last counts as read, should a later page fail.

    When the last of all was created, or the end of the stretch where nothing came.
    """
    pull, number, reached = reading.pull, 0, stretch.end
    size = pull.connection.contract.streams[pull.stream].page or PAGE
    async for told in listed(reading.client, pull.stream, stretch, size):
        number += 1
        page = Page(pull.stream, number, told.at, stretch.start, stretch.end)
        created = [at for item in told.items if (at := reading.take(item, page))]
        reached = min([reached, *created])
        pull.memory.coverage.add(reached + A_SECOND, stretch.end)
    return reached
