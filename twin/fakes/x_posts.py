"""What X has of an account: its timeline, versions and reposts of posts, and what is counted for each."""

import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from twin.social import SocialAccount, SocialPost

REPOSTED_AFTER = timedelta(hours=3)
REPOST = (REPOSTED_AFTER // timedelta(milliseconds=1) << 22) + 1  # how far its id is from that of the post


@dataclass(frozen=True)
class Shown:
    """One entry of a timeline: a version of a post, or (where `is_repost`) what the account reposted."""

    account: SocialAccount
    post: SocialPost
    id: str
    at: datetime
    is_repost: bool = False


def timeline(account: SocialAccount, now: datetime) -> list[Shown]:
    """Everything that the account shows at that moment, newest first; of each post the newest version."""
    shown = []
    for post in account.posts(now):
        shown.append(Shown(account, post, post.ids[-1], post.edited_at or post.posted_at))
        at = post.posted_at + REPOSTED_AFTER
        if zlib.crc32(post.id.encode()) % 6 == 0 and at <= now:
            shown.append(Shown(account, post, _repost_id(post.id), at, is_repost=True))
    return sorted(shown, key=lambda each: int(each.id), reverse=True)


def find(account: SocialAccount, post_id: str, now: datetime) -> Shown | None:
    """The version (or the repost) of that id."""
    if post := account.find(post_id, now):
        at = post.posted_at if post_id == post.id else post.edited_at or post.posted_at
        return Shown(account, post, post_id, at)
    original = account.find(str(int(post_id) - REPOST), now)
    reposts = timeline(account, now) if original else []
    return next((each for each in reposts if each.id == post_id and each.is_repost), None)


def counters(shown: Shown, now: datetime) -> dict[str, int]:
    """What X counts for this version: reactions belong to the version that was seen when they were given."""
    post, total = shown.post, shown.account.counters(shown.post.id, now)
    if len(post.ids) == 1 or post.edited_at is None:
        return total
    before = shown.account.counters(post.id, post.edited_at)
    first = {name: min(value, total[name]) for name, value in before.items()}
    if shown.id == post.id:
        return first
    if shown.id != post.ids[-1]:
        return dict.fromkeys(total, 0)
    return {name: value - first[name] for name, value in total.items()}


def _repost_id(post_id: str) -> str:
    return str(int(post_id) + REPOST)
