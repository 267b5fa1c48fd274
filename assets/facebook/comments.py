"""Comments on posts of Facebook Pages: who, as a pseudonym, and when; not what was said."""

from collections.abc import Iterator, Sequence

import dagster as dg

from assets.calling.failures import Gone, PermissionMissing
from assets.facebook import records
from assets.facebook.client import BUDGET, FacebookClient
from assets.facebook.graph import manners
from assets.facebook.graph_batch import BATCH, Part
from assets.facebook.graph_reading import Found, items, next_cursor
from assets.facebook.graph_token import know_token
from assets.sync import syncing
from assets.sync.pull import Page, Pull
from assets.sync.records import Comment
from assets.sync.stream import Stream
from assets.sync.syncing import SyncConfig
from assets.taking import OWNERS
from warehouse.resources import Warehouse


async def read(pull: Pull) -> None:
    """The comments of the posts that are young enough, as far as raw knows them."""
    await know_token(pull, BUDGET)
    connection, since = pull.connection, pull.connection.wanted_from(pull.stream)
    known = connection.known_posts()
    young = [
        post.post_id
        for post in known.values()
        if post.misses == 0 and post.posted_at is not None and post.posted_at >= since
    ]
    for first in range(0, len(young), BATCH):
        await _read_posts(pull, sorted(young)[first : first + BATCH])


async def _read_posts(pull: Pull, post_ids: Sequence[str]) -> None:
    client = FacebookClient.of(pull.connection)
    for post_id, part in zip(post_ids, await client.comments(post_ids), strict=True):
        if isinstance(part.failure, PermissionMissing):
            raise part.failure
        if part.failure is None:
            await _read_post(pull, client, post_id, part)
        elif not isinstance(part.failure, Gone):  # what is gone is found missing with the posts
            pull.leave(f"comments of {post_id}", part.failure)


async def _read_post(pull: Pull, client: FacebookClient, post_id: str, part: Part) -> None:
    """The first page came with the batch; only a post with many comments needs another call."""
    taken: set[str] = set()
    _take(pull, post_id, Found(items(part.body, "comments"), 1, part.at), taken)
    if (after := next_cursor(part.body)) is not None:
        async for found in client.more_comments(post_id, after):
            _take(pull, post_id, found._replace(page=found.page + 1), taken)


def _take(pull: Pull, post_id: str, found: Found, taken: set[str]) -> None:
    key, page = pull.connection.key, Page("comments", found.page, found.at)
    for item in found.items:
        if isinstance(item, dict) and item.get("id") in taken:
            continue
        # Before it is taken: also a comment that is refused is kept without its author.
        plain = records.pseudonymous(item, key)
        landed = pull.take(lambda it: records.comment(it, post_id), plain, page)
        if isinstance(landed, Comment):
            taken.add(landed.comment_id)
            pull.saw(landed.created_at)


STREAM = Stream("facebook", "comments", Comment, read, manners)


@dg.asset(
    key_prefix="facebook", group_name="facebook", owners=OWNERS, kinds=syncing.KINDS,
    deps=[dg.AssetKey(["facebook", "posts"])],
)  # fmt: skip
def comments(
    context: dg.AssetExecutionContext, warehouse: Warehouse, config: SyncConfig
) -> Iterator[dg.MaterializeResult]:
    """One row per comment and sync, on posts younger than 30 days. A rerun adds an observation."""
    yield from syncing.sync(context, warehouse, STREAM, config)
