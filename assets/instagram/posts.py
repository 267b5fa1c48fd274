"""Posts, reels and stories with their lifetime counters as seen."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

import dagster as dg

from assets.calling.failures import CallFailed
from assets.instagram import listing, records, rereading, stories
from assets.instagram.client import InstagramClient
from assets.instagram.dialect import manners
from assets.instagram.listing import Wanted
from assets.sync import syncing
from assets.sync.known import KnownPost
from assets.sync.pull import Pull
from assets.sync.refresh import due
from assets.sync.stream import Stream
from assets.sync.syncing import SyncConfig
from assets.taking import OWNERS
from warehouse.resources import Warehouse

YOUNG = timedelta(days=2)
DAY = timedelta(days=1)
DAILY = "posts_read_whole"  # the note of when older posts were read last
LENIENCE = timedelta(hours=1)  # a sync may take its time: what it read late is due in time all the same
AHEAD = timedelta(hours=23)  # the daily sync reads what would be due before the next one


async def read(pull: Pull) -> None:
    """Reads stories and young posts; once a day also the older ones that are due, and what is missing of all.

    Raises CallFailed.
    """
    connection, client = pull.connection, InstagramClient.of(pull.connection)
    known = connection.known_posts()
    await _stories(pull, client, known)
    begun = connection.now()
    posts = {name: post for name, post in known.items() if post.content_type != records.STORY}
    again = _due(pull, posts, begun)
    wanted = Wanted(posts, {post.post_id for post in again}, connection.wanted_from(pull.stream))
    listed = await listing.read(pull, client, wanted, begun)
    await rereading.ask(pull, client, [post for post in again if post.post_id not in listed])
    if _is_whole(pull, begun) and not pull.left:
        connection.memory.notes[DAILY] = begun.isoformat()


async def _stories(pull: Pull, client: InstagramClient, known: Mapping[str, KnownPost]) -> None:
    """Reads the stories first, since they do not wait; posts are read even where that fails."""
    try:
        await stories.read(pull, client, known)
    except CallFailed as failed:
        if failed.ends == "account":
            raise
        pull.leave("stories", failed)


def _is_whole(pull: Pull, now: datetime) -> bool:
    """Whether this sync is the daily one, in which older posts are read as well."""
    last = pull.connection.memory.notes.get(DAILY)
    return last is None or datetime.fromisoformat(last) + DAY - LENIENCE <= now


def _due(pull: Pull, posts: Mapping[str, KnownPost], now: datetime) -> list[KnownPost]:
    """The known posts that this sync reads again."""
    rules = pull.connection.contract.refresh
    if _is_whole(pull, now):
        return due(posts.values(), rules, now + AHEAD)
    found = due(posts.values(), rules, now + LENIENCE)
    return [post for post in found if post.posted_at is None or post.posted_at > now - YOUNG]


STREAM = Stream("instagram", "posts", records.InstagramPost, read, manners)


@dg.asset(key_prefix="instagram", group_name="instagram", owners=OWNERS, kinds=syncing.KINDS)
def posts(
    context: dg.AssetExecutionContext, warehouse: Warehouse, config: SyncConfig
) -> Iterator[dg.MaterializeResult]:
    """One row per post, reel or story and sync: its lifetime counters as seen. A rerun adds observations."""
    yield from syncing.sync(context, warehouse, STREAM, config)
