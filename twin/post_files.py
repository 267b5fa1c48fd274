"""Posts as a publishing tool exports them: published ones with their counters, planned ones without."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from twin.files import Record
from twin.moments import iso
from twin.platforms import PLATFORMS
from twin.post_texts import write
from twin.posts import Post
from twin.social_account import Account
from twin.world import Business, Period

EXPORTING = timedelta(minutes=5)


def as_exported(post: Post, moment: datetime) -> Record:
    """The record of a published post with its counters at that moment."""
    record: dict[str, Any] = {
        "id": post.id,
        "platform": PLATFORMS[post.platform].written,
        "account_id": post.account,
        "text": post.text,
        "status": "posted",
        "scheduled_for": iso(post.scheduled_for) if post.scheduled_for else None,
        "posted_at": iso(post.posted_at),
        "content_type": post.content_type,
        "hashtags": list(post.hashtags) if post.lists_hashtags else None,
        "metrics": post.counters(moment),
        "metrics_at": iso(moment),
    }
    return {field: value for field, value in record.items() if value is not None}


def unpublished(
    business: Business, accounts: Iterable[Account], period: Period, rng: np.random.Generator
) -> list[Record]:
    """What else is in the tool today: two scheduled posts and a draft per account, one post that failed."""
    known = list(accounts)
    records = []
    for account in known:
        ahead = [period.end + timedelta(days=days, hours=3) for days in (1, 4)]
        records += [_planned(business, account, "scheduled", moment, rng) for moment in ahead]
        records.append(_planned(business, account, "draft", None, rng))
    failed = period.end - timedelta(days=6, hours=5)
    return [*records, _planned(business, known[0], "failed", failed, rng)]


def _planned(
    business: Business, account: Account, status: str, moment: datetime | None, rng: np.random.Generator
) -> Record:
    content = next(iter(account.author.channel.contents))
    record = {
        "id": f"{status}-{int(rng.integers(10**9))}",
        "platform": PLATFORMS[account.profile.platform].written,
        "account_id": account.profile.account_id,
        "text": write(business, content, (), rng),
        "status": status,
        "content_type": content,
    }
    return record | ({"scheduled_for": iso(moment)} if moment else {})
