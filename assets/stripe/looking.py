"""Looks for things by their ids: those that a list should have shown, and those that are not finished."""

from collections.abc import Sequence

from assets.calling.failures import Gone, NothingCame
from assets.stripe.taking import Reading
from assets.sync.pull import Page

MOST_LOOKED_FOR = 500


async def look_for(reading: Reading, unlisted: Sequence[str]) -> bool:
    """Whether all that was not listed is gone; customers can only be looked for in their list."""
    if reading.is_of_customers:
        for name in unlisted:
            reading.miss(name)
        return True
    there = [name for name in unlisted[:MOST_LOOKED_FOR] if await _is_there(reading, name)]
    holes = len(there) + len(unlisted[MOST_LOOKED_FOR:])
    if holes:
        why = NothingCame(f"{holes:,} that are there were not in it")
        reading.pull.leave(f"the list of {reading.pull.stream}", why)
    return not holes


async def follow_unfinished(reading: Reading) -> None:
    """Asks for the things that are not finished and were created before what was listed, youngest first."""
    waiting = [
        name
        for name, one in reading.known.items()
        if one.is_open and not one.is_deleted and name not in reading.seen
    ]
    waiting.sort(key=lambda name: reading.known[name].created_at, reverse=True)
    for name in waiting[:MOST_LOOKED_FOR]:
        await _is_there(reading, name)
    if rest := len(waiting[MOST_LOOKED_FOR:]):
        reading.pull.remarks.append(f"{rest:,} older ones that are not finished wait for the next whole list")


async def check_silence(reading: Reading, known: int) -> None:
    """Raises NothingCame where the whole list is empty, not only a stretch of which things are known."""
    stream = reading.pull.stream
    if not (await reading.client.newest(stream)).items:
        raise NothingCame(f"{stream}: {known:,} are known, and the list is empty")


async def _is_there(reading: Reading, name: str) -> bool:
    """Takes one thing by its id; whether it is there."""
    try:
        item, at = await reading.client.one(reading.pull.stream, name)
    except Gone:
        reading.miss(name)
        return False
    reading.take(item, Page(f"{reading.pull.stream}/id", 1, at))
    return True
