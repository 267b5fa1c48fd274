"""Stories, which are gone after 24 hours: read with every sync, and what could not be read is named."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from assets.instagram import media, records
from assets.instagram.client import InstagramClient
from assets.sync.known import KnownPost
from assets.sync.pull import Page, Pull

LIVE = timedelta(hours=24)
NEAR_THE_END = timedelta(hours=6)  # figures that are no older at a story's end count as its last
READ = "stories_read"  # the note of when stories were read last


async def read(pull: Pull, client: InstagramClient, known: Mapping[str, KnownPost]) -> None:
    """Lands every story that is live, with the figures it has now. Raises CallFailed."""
    now = pull.connection.now()
    is_complete = True
    async for found in client.stories():
        page = Page("stories", found.page, found.at)
        is_complete = await media.land(pull, client, found.items, page, frozenset(known)) and is_complete
    _say_what_is_lost(pull, known, now)
    if is_complete:
        pull.connection.memory.notes[READ] = now.isoformat()


def _say_what_is_lost(pull: Pull, known: Mapping[str, KnownPost], now: datetime) -> None:
    """Names the stories that ended since they were read last, long after they were seen last."""
    last = pull.connection.memory.notes.get(READ)
    if last is None:
        return
    before = datetime.fromisoformat(last)
    for story in known.values():
        if story.content_type != records.STORY or story.posted_at is None or story.last_present is None:
            continue
        end = story.posted_at + LIVE
        if before < end <= now and story.last_present < end - NEAR_THE_END:
            missed = (end - story.last_present) // timedelta(hours=1)
            pull.lost.append(f"story {story.post_id}: its figures of the last {missed} hours before its end")
    if now - before > LIVE:
        unseen = f"{before:%Y-%m-%d %H:%M} to {now - LIVE:%Y-%m-%d %H:%M}"
        pull.remarks.append(f"stories published from {unseen} were not seen, if there were any")
