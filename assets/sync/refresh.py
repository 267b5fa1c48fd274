"""Which posts are read again: young ones often, old ones rarely, missed ones until they count as deleted."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from assets.sync.contract import Refresh
from assets.sync.known import KnownPost
from assets.sync.memory import SLACK

MISSED_EVERY = timedelta(days=1)


def due(posts: Iterable[KnownPost], rules: Sequence[Refresh], moment: datetime) -> list[KnownPost]:
    """The posts whose newest observation is older than the rule of their age allows, the youngest first."""
    wanted = [post for post in posts if not post.is_gone and is_due(post, rules, moment)]
    return sorted(wanted, key=lambda post: (post.posted_at or moment, post.post_id), reverse=True)


def is_due(post: KnownPost, rules: Sequence[Refresh], moment: datetime) -> bool:
    """Whether the post is to be read again; older than every rule, it is not.

    One that was missed is looked for every day, however old it is, until it is back or counts as deleted.
    """
    age = moment - (post.posted_at or moment)
    every = [rule.every for rule in rules if age < rule.younger_than][:1]
    if post.misses:
        every.append(MISSED_EVERY)
    return bool(every) and post.last_observed + min(every) - SLACK <= moment
