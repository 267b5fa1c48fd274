"""The asset `x/posts`: every post of an account with its counters, as seen at each sync."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import dagster as dg

from assets.sync import refresh, syncing
from assets.sync.coverage import Stretch
from assets.sync.known import KnownPost
from assets.sync.pull import Pull
from assets.sync.stream import Stream
from assets.sync.syncing import SyncConfig
from assets.taking import OWNERS
from assets.x import belief, listing, lookups
from assets.x.dialect import manners
from assets.x.reading import Reading
from assets.x.records import XPost
from warehouse.resources import Warehouse

# A day less than X shows private metrics, so that none vanishes between two calls.
PRIVATE_FOR = timedelta(days=29)
MISSED_AGAIN = timedelta(hours=23)  # asking for what is not there costs nothing, whatever its age


async def read(pull: Pull) -> None:
    """Young posts first, which change most: listed, then read again, with private metrics; then old ones."""
    reading = Reading.of(pull)
    user_id = await reading.user_id()
    cut = pull.connection.caller.server_now - PRIVATE_FOR
    young, old = _parts(pull.stretches(), cut)
    for stretches, is_young in ((young, True), (old, False)):
        for stretch in stretches:
            await listing.read(reading, user_id, stretch, private=is_young)
        due = [post for post in _due(reading) if ((post.posted_at or cut) > cut) == is_young]
        await lookups.read(reading, due, private=is_young)
    belief.believe(reading)
    belief.tell_depth(reading)


def _due(reading: Reading) -> list[KnownPost]:
    """What has not been seen in this reading and should be, the youngest first."""
    connection = reading.pull.connection
    unseen = [post for name, post in reading.known.items() if name not in reading.seen]
    due = {post.post_id: post for post in refresh.due(unseen, connection.contract.refresh, connection.now())}
    due |= {post.post_id: post for post in belief.vanished(reading)}
    missed = [post for post in unseen if post.misses and not post.is_gone]
    due |= {post.post_id: post for post in missed if post.last_observed + MISSED_AGAIN <= connection.now()}
    return sorted(
        due.values(), key=lambda post: (post.posted_at or connection.now(), post.post_id), reverse=True
    )


def _parts(stretches: Sequence[Stretch], cut: datetime) -> tuple[list[Stretch], list[Stretch]]:
    """The stretches after the cut and those before it."""
    after = [Stretch(max(start, cut), end) for start, end in stretches if end > cut]
    before = [Stretch(start, min(end, cut)) for start, end in stretches if start < cut]
    return after, before


STREAM = Stream("x", "posts", XPost, read, manners)


@dg.asset(key_prefix="x", group_name="x", owners=OWNERS, kinds=syncing.KINDS)
def posts(
    context: dg.AssetExecutionContext, warehouse: Warehouse, config: SyncConfig
) -> Iterator[dg.MaterializeResult]:
    """One row per post and sync that read it; all its edits are one post. A rerun adds an observation."""
    yield from syncing.sync(context, warehouse, STREAM, config)
