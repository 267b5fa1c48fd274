"""The asset `linkedin/posts`: a page's posts with their lifetime counters, as often as their age asks for."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import dagster as dg

from assets.calling.failures import CallFailed, Gone, NothingCame
from assets.linkedin import records, retired
from assets.linkedin.dialect import manners
from assets.linkedin.listing import created_at, listed
from assets.linkedin.reading import Noted, Reading
from assets.linkedin.records import LinkedInPost
from assets.sync import syncing
from assets.sync.known import KnownPost
from assets.sync.pull import Page, Pull
from assets.sync.stream import Stream
from assets.sync.syncing import SyncConfig
from assets.taking import OWNERS
from warehouse.resources import Warehouse

MOST_LOOKED_FOR = 50
MARGIN = timedelta(days=1)


async def read(pull: Pull) -> None:
    """Lists the posts and reads those that are new or due; looks for the due ones that were not listed."""
    stretches = pull.stretches()
    reading = Reading.of(pull)
    floor = _floor(reading, [stretch.start for stretch in stretches])
    try:
        async for page in listed(
            reading.client, floor, pull.connection.contract.streams["posts"].page or 100
        ):
            reading.note(page)
    except CallFailed:
        await reading.observe(reading.noted)
        raise
    await reading.observe(reading.noted)
    is_whole = await _look_for_unlisted(reading, floor)
    retired.notice(pull, reading.statistics)
    if reading.without:
        why = NothingCame("LinkedIn tells no statistics of posts that had some before")
        pull.leave(f"{reading.without:,} posts", why)
    if not reading.seen and not reading.known:
        await _check_silence(reading)
    elif reading.seen and is_whole:
        for stretch in stretches:
            pull.memory.coverage.add(stretch.start, stretch.end)


async def _check_silence(reading: Reading) -> None:
    """Raises NothingCame for an empty list, unless the statistics say too that nobody has seen a post."""
    told = await reading.client.whole_life()
    counts = [each.get("totalShareStatistics") for each in told.elements if isinstance(each, dict)]
    seen = [each.get("impressionCount") for each in counts if isinstance(each, dict)]
    if seen != [0]:
        raise NothingCame(f"the list of posts is empty; expected a page that nobody has seen, got {seen}")
    reading.pull.remarks.append("the page has no posts")


def _floor(reading: Reading, starts: Sequence[datetime]) -> datetime:
    """How far down the list is walked: to the stretches not listed yet and to the oldest post that is due.

    As far as young posts go in any case: one that was scheduled stands where it was created.
    """
    connection = reading.pull.connection
    young = connection.now() - connection.contract.refresh[0].younger_than
    due = [post.posted_at for post in reading.due.values() if post.posted_at]
    return min([young, *starts, *due]) - MARGIN


async def _look_for_unlisted(reading: Reading, floor: datetime) -> bool:
    """Asks for each due post that was not listed: it is gone, or the list had a hole and this is False."""
    pull = reading.pull
    unlisted = [post for urn, post in reading.due.items() if urn not in reading.seen]
    unlisted.sort(key=lambda post: post.last_observed)
    there = []
    for post in unlisted[:MOST_LOOKED_FOR]:
        try:
            there += (await reading.client.post(post.post_id)).elements
        except Gone:
            _miss(pull, post)
    await reading.observe(Noted(item, 1) for item in there)
    skipped = [item for item in there if (created := created_at(item)) is None or created >= floor]
    rest = unlisted[MOST_LOOKED_FOR:]
    if skipped:
        pull.leave("the list of posts", NothingCame(f"{len(skipped):,} posts that are there were not in it"))
    if rest:
        pull.leave(f"{len(rest):,} posts", NothingCame("they were not in the list"))
    return not skipped and not rest


def _miss(pull: Pull, post: KnownPost) -> None:
    """Lands that the post was asked for and is not there."""
    item = {"id": post.post_id, "status": 404}
    pull.take(records.missing, post, Page("posts", 1, pull.connection.now()), item)


STREAM = Stream("linkedin", "posts", LinkedInPost, read, manners)


@dg.asset(key_prefix="linkedin", group_name="linkedin", owners=OWNERS, kinds=syncing.KINDS)
def posts(
    context: dg.AssetExecutionContext, warehouse: Warehouse, config: SyncConfig
) -> Iterator[dg.MaterializeResult]:
    """One row per post and sync: its lifetime counters as they were then. A rerun adds an observation."""
    yield from syncing.sync(context, warehouse, STREAM, config)
