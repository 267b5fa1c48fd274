"""What to make of what a timeline did not show: posts that have vanished, empty stretches, X's depth."""

from assets.calling.failures import BadRequest
from assets.sync.coverage import Stretch
from assets.sync.known import KnownPost
from assets.x.client import FIRST_POST
from assets.x.reading import Reading


def vanished(reading: Reading) -> list[KnownPost]:
    """Posts that were there the last time, belong into what was listed, and were not in it."""
    return [
        post
        for post in reading.known.values()
        if post.misses == 0 and post.post_id not in reading.seen
        if any(_holds(stretch, post) for stretch in reading.listed)
    ]


def believe(reading: Reading) -> None:
    """Counts empty stretches as listed where the timeline gave posts of others; else asks for them again."""
    told = reading.pull.connection.memory.notes.get("posts")
    if reading.empty and told and not reading.known and not reading.seen:
        reading.pull.leave(
            "posts", BadRequest(f"X lists none, but says that the account has {told:,} with reposts")
        )
    for stretch in reading.empty:
        if any(_holds(stretch, reading.known.get(name)) for name in reading.seen):
            reading.pull.leave(
                _told(stretch), BadRequest("X lists no posts there, but gives some of that time by id")
            )
        elif reading.has_listed:
            reading.pull.memory.coverage.add(*stretch)
        else:
            reading.pull.remarks.append(f"{_told(stretch)}: no posts, as far as X says; asked for again")


def _holds(stretch: Stretch, post: KnownPost | None) -> bool:
    return post is not None and post.posted_at is not None and stretch.start <= post.posted_at < stretch.end


def _told(stretch: Stretch) -> str:
    return f"{max(stretch.start, FIRST_POST):%Y-%m-%d %H:%M} to {stretch.end:%Y-%m-%d %H:%M}"


def tell_depth(reading: Reading) -> None:
    """Says once, when all has been listed, that the account has more posts than X lists."""
    memory, stretches = reading.pull.connection.memory, reading.pull.memory.coverage.stretches
    told, most = (
        memory.notes.get("posts") or 0,
        reading.pull.connection.contract.streams["posts"].history_things,
    )
    is_all = bool(stretches) and stretches[0].start < FIRST_POST
    if most and told > most and is_all and "told_of_depth" not in memory.notes:
        memory.notes["told_of_depth"] = True
        reading.pull.lost.append(f"posts beyond the newest {most:,} of {told:,}: X lists no more")
