"""Asks for known posts by id: old ones that are due, and those that the list does not show any more."""

from collections.abc import Sequence

from assets.calling.failures import Gone, Unreachable
from assets.facebook.graph_batch import Part
from assets.instagram import records
from assets.instagram.client import InstagramClient
from assets.instagram.media import land
from assets.sync.known import KnownPost
from assets.sync.pull import Page, Pull


async def ask(pull: Pull, client: InstagramClient, posts: Sequence[KnownPost]) -> None:
    """Lands the posts as they are now; one that twice is not there lands as missing. Raises CallFailed."""
    answers = await _nodes(client, posts)
    doubted = [post for post in posts if isinstance(answers[post.post_id].failure, Gone)]
    # A code that means gone is a throttle in disguise at times.
    answers |= await _nodes(client, doubted)
    found = []
    for post in posts:
        part = answers[post.post_id]
        if part.failure is None:
            found.append(part.body)
        elif isinstance(part.failure, Gone):
            _miss(pull, post, part)
        elif part.failure.ends == "call" or isinstance(part.failure, Unreachable):
            pull.leave(f"post {post.post_id}", part.failure)
        else:
            raise part.failure
    await land(pull, client, found, Page("media by id", 1, pull.connection.now()), frozenset())


async def _nodes(client: InstagramClient, posts: Sequence[KnownPost]) -> dict[str, Part]:
    fields = client.fields("media_fields")
    parts = await client.parts([client.address(post.post_id, fields=fields) for post in posts])
    return {post.post_id: part for post, part in zip(posts, parts, strict=True)}


def _miss(pull: Pull, post: KnownPost, part: Part) -> None:
    told = {"id": post.post_id, "error": part.failure.reason if part.failure else None}
    pull.take(records.missing, post, Page("media by id", 1, part.at), told)
