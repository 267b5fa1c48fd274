"""Lists posts and reels, the newest first, as far back as something is new or due; lands what is wanted."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from assets.instagram import records
from assets.instagram.client import InstagramClient
from assets.instagram.media import land
from assets.sync.known import KnownPost
from assets.sync.pull import Page, Pull

LISTED = timedelta(days=90)  # what is older than this is asked for by id


@dataclass(frozen=True)
class Wanted:
    """Which posts of a list are read: of the known ones those that are due, else all from a moment on."""

    known: Mapping[str, KnownPost]
    due: Collection[str]
    new_from: datetime

    def has(self, item: Any) -> bool:
        """Whether the post is to be read. What is malformed is looked at as well."""
        at = records.published(item)
        if at is None:
            return True
        return item["id"] in self.due if item.get("id") in self.known else at >= self.new_from

    def cutoff(self, pull: Pull, now: datetime) -> datetime:
        """How far back to list: to the oldest stretch not listed yet, and to what is due and not too old."""
        moments = [stretch.start for stretch in pull.stretches()]
        published = (self.known[name].posted_at for name in self.due)
        return min([*moments, *(at for at in published if at and at > now - LISTED)], default=now)


async def read(pull: Pull, client: InstagramClient, wanted: Wanted, now: datetime) -> set[str]:
    """Lands what is wanted; the ids of everything that was on the pages. Raises CallFailed.

    There is no way to ask for a stretch of time: to read an old one, all newer pages are walked through.
    """
    cutoff = wanted.cutoff(pull, now)
    listed: set[str] = set()
    is_complete, reached = True, now
    async for found in client.media(client.fields("media_fields")):
        # A post that is published meanwhile pushes others onto the next page, where they come again.
        new = [item for item in found.items if wanted.has(item) and _id(item) not in listed]
        page = Page("media", found.page, found.at)
        is_complete = await land(pull, client, new, page, frozenset()) and is_complete
        listed |= {name for item in found.items if (name := _id(item)) is not None}
        reached = min([reached, *filter(None, map(records.published, found.items))])
        if is_complete:
            pull.memory.coverage.add(max(reached, cutoff), now)
        if reached < cutoff:
            break
    if listed and is_complete:
        pull.memory.coverage.add(cutoff, now)
    return listed


def _id(item: Any) -> str | None:
    name = item.get("id") if isinstance(item, Mapping) else None
    return name if isinstance(name, str) else None
