"""The asset `posts_file/posts`: social posts from files of the inbox."""

from collections.abc import Iterator

import dagster as dg

from assets import taking
from assets.posts_file import client
from assets.posts_file.records import Post
from warehouse.intake.inbox import Kind
from warehouse.resources import Warehouse

KIND = Kind(
    source="posts_file",
    stream="posts",
    record=Post,
    read=client.posts,
    patterns=("social-posts*.json",),
    newest=("posted_at", "metrics_at"),
)


@dg.asset(key_prefix="posts_file", group_name="posts_file", owners=taking.OWNERS, kinds=taking.KINDS)
def posts(context: dg.AssetExecutionContext, warehouse: Warehouse) -> Iterator[dg.MaterializeResult]:
    """One row per post and file that tells of it, with its metrics then. A rerun takes new files only."""
    yield from taking.take(context, warehouse, KIND)
