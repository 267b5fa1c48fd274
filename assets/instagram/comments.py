"""Comments under posts: who (a pseudonym) and when; what was said is not kept."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Any

import dagster as dg

from assets.calling.failures import Gone, Unreachable
from assets.facebook.graph_batch import Part
from assets.facebook.graph_reading import items, next_cursor
from assets.instagram import records
from assets.instagram.client import MOST_COMMENTS, InstagramClient
from assets.instagram.dialect import manners
from assets.sync import syncing
from assets.sync.pull import Page, Pull
from assets.sync.records import Comment
from assets.sync.stream import Stream
from assets.sync.syncing import SyncConfig
from assets.taking import OWNERS
from warehouse.resources import Warehouse

COUNTS = "comments_counts"  # the note of how many comments each post had when they were read last
LISTED = "id,timestamp,comments_count"


async def read(pull: Pull) -> None:
    """Lands all comments of the posts that have more or fewer of them than last time. Raises CallFailed."""
    client, notes = InstagramClient.of(pull.connection), pull.connection.memory.notes
    before: dict[str, int] = notes.get(COUNTS, {})
    now = await _counted(client, pull.connection.wanted_from(pull.stream))
    # What has become too old is forgotten here; what is not read below is not noted as read.
    counts = notes[COUNTS] = {name: number for name, number in before.items() if name in now}
    changed = [name for name, number in now.items() if number != before.get(name, 0)]
    fields, limit = client.fields("comment_fields"), str(MOST_COMMENTS)
    first = [client.address(f"{name}/comments", fields=fields, limit=limit) for name in changed]
    for name, part in zip(changed, await client.parts(first), strict=True):
        if await _land(pull, client, name, part):
            counts[name] = now[name]


async def _counted(client: InstagramClient, oldest: datetime) -> dict[str, int]:
    """How many comments each post has that is not older."""
    counts: dict[str, int] = {}
    async for found in client.media(LISTED):
        moments = [records.published(item) for item in found.items]
        for item, at in zip(found.items, moments, strict=True):
            if at is not None and at >= oldest:
                counts[str(item["id"])] = item.get("comments_count") or 0
        if any(at is not None and at < oldest for at in moments):
            break
    return counts


async def _land(pull: Pull, client: InstagramClient, post_id: str, part: Part) -> bool:
    """Lands the comments of one post, of which `part` is the first page; False where they are left."""
    if part.failure is not None:
        if part.failure.ends != "call" and not isinstance(part.failure, Unreachable):
            raise part.failure
        if not isinstance(part.failure, Gone):
            pull.leave(f"comments of {post_id}", part.failure)
        return False
    _take(pull, post_id, items(part.body, "comments"), Page("comments", 1, part.at))
    if (after := next_cursor(part.body)) is not None:
        async for found in client.comments(post_id, after):
            _take(pull, post_id, found.items, Page("comments", found.page + 1, found.at))
    return True


def _take(pull: Pull, post_id: str, found: Sequence[Any], page: Page) -> None:
    """Lands comments and their replies; text and names are gone before anything is kept of them."""
    for item in found:
        for said, is_reply in _thread(item):
            kept = records.scrubbed(pull.connection.key, said)
            landed = pull.take(partial(records.comment, post_id, is_reply), kept, page)
            pull.saw(landed.created_at if isinstance(landed, Comment) else None)


def _thread(comment: Any) -> list[tuple[Any, bool]]:
    """A comment and its replies, and which of them are replies."""
    replies = (comment.get("replies") or {}).get("data") or () if isinstance(comment, dict) else ()
    return [(comment, False), *((reply, True) for reply in replies)]


STREAM = Stream("instagram", "comments", Comment, read, manners)


@dg.asset(key_prefix="instagram", group_name="instagram", owners=OWNERS, kinds=syncing.KINDS)
def comments(
    context: dg.AssetExecutionContext, warehouse: Warehouse, config: SyncConfig
) -> Iterator[dg.MaterializeResult]:
    """One row per comment and sync in which its post had new ones. A rerun adds observations."""
    yield from syncing.sync(context, warehouse, STREAM, config)
