"""Reads known posts again by their ids: their counters now, that they were edited, that they are missing."""

from collections.abc import Sequence
from typing import Any

from assets.calling.failures import BadRequest, PermissionMissing
from assets.sync.known import KnownPost
from assets.x import records
from assets.x.client import FIELD_REFUSED, Found
from assets.x.reading import BATCH, Reading
from assets.x.wording import problem

NOT_FOUND = "resource-not-found"


async def read(reading: Reading, posts: Sequence[KnownPost], private: bool) -> None:
    """Observes each post, or that it is missing; the first ones first. Raises CallFailed."""
    known = {post.version_id or post.post_id: post for post in posts}
    ids: Sequence[str] = list(known)
    while ids:
        batch = reading.bill.affordable(ids[:BATCH])
        await _batch(reading, {name: known[name] for name in batch}, private)
        ids = ids[len(batch) :]


async def _batch(reading: Reading, known: dict[str, KnownPost], private: bool) -> None:
    answers = await reading.by_id(list(known), private)
    newest = {
        _newest(item): known[item["id"]] for found in answers for item in found.posts if _is_old(item, known)
    }
    for found in answers:
        kept = [item for item in found.posts if not _is_old(item, known)]
        current = Found(kept, found.errors, None, found.at, found.words)
        await reading.take(current, reading.page(found, "posts"), private)
        _take_missing(reading, found, known)
    if newest:
        await _batch(reading, newest, private)
    _leave_silent(reading, answers, known)


def _take_missing(reading: Reading, found: Found, known: dict[str, KnownPost]) -> None:
    """Lands that a post is not there, with X's own words; leaves those that are there and not shown."""
    for error in found.errors:
        post = known.get(str(error.get("resource_id")))
        if post is None or post.post_id in reading.seen or problem(error) == FIELD_REFUSED:
            continue
        if problem(error) == NOT_FOUND:
            page = reading.page(found, "posts")
            reading.pull.take(records.missing, post, page, payload=error)
        else:
            reading.pull.leave(f"post {post.post_id}", PermissionMissing(str(error.get("detail"))))


def _leave_silent(reading: Reading, answers: Sequence[Found], known: dict[str, KnownPost]) -> None:
    """Leaves the posts about which X said nothing: neither that they are there nor that they are not."""
    told = set()
    for found in answers:
        told |= {str(item.get("id")) for item in found.posts if isinstance(item, dict)}
        told |= {str(error.get("resource_id")) for error in found.errors}
    silent = [name for name in known if name not in told]
    if silent:
        reading.pull.leave(
            f"{len(silent)} posts, {silent[0]} the first", BadRequest("X answered without a word about them")
        )


def _is_old(item: Any, known: dict[str, KnownPost]) -> bool:
    """Whether it is a version that has been replaced since we last saw the post."""
    return isinstance(item, dict) and item.get("id") in known and _newest(item) != item["id"]


def _newest(item: Any) -> str:
    return records.chain(item)[-1]
