"""Which posts are read again: young ones often, old ones rarely, missed ones until they count as deleted."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from assets.sync.contract import Refresh
from assets.sync.known import KnownPost

# A run starts a little earlier or later than the one before; an hourly post must not wait for two hours.
SLACK = timedelta(minutes=5)


def due(posts: Iterable[KnownPost], rules: Sequence[Refresh], moment: datetime) -> list[KnownPost]:
    """The posts whose newest observation is older than the rule of their age allows, the youngest first."""
    wanted = [post for post in posts if not post.is_gone and is_due(post, rules, moment)]
    return sorted(wanted, key=lambda post: (post.posted_at or moment, post.post_id), reverse=True)


def is_due(post: KnownPost, rules: Sequence[Refresh], moment: datetime) -> bool:
    """Whether the post is to be read again; older than every rule, it is not."""
    age = moment - (post.posted_at or moment)
    rule = next((rule for rule in rules if age < rule.younger_than), None)
    return rule is not None and post.last_observed + rule.every - SLACK <= moment
