"""Posts as the inbox sees them: what a publishing tool exported on one evening after the other."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from twin.files import Record
from twin.moments import evenings, iso, local
from twin.platforms import PLATFORMS, post_id
from twin.posts import Post, write
from twin.world import Business, Channel, Period

DAILY = timedelta(days=21)
FOLLOWED = timedelta(days=42)
EXPORTING = timedelta(minutes=5)


def snapshots(period: Period, zone: ZoneInfo) -> list[datetime]:
    """When the tool exported: Sunday evenings, every evening of the last three weeks, and minutes ago."""
    last, daily_from = period.end - EXPORTING, period.end - DAILY
    candidates = [each for each in evenings(period, zone) if each < last]
    return [*(each for each in candidates if each >= daily_from or _is_sunday(each, zone)), last]


def followed(posts: Iterable[Post], moment: datetime) -> list[Post]:
    """The posts in an export of that moment: published, and not older than six weeks."""
    return [post for post in posts if moment - FOLLOWED <= post.posted_at <= moment]


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


def unpublished(business: Business, period: Period, rng: np.random.Generator) -> list[Record]:
    """What else is in the tool today: two scheduled posts and a draft per account, one post that failed."""
    records = []
    for channel in business.channels:
        ahead = [period.end + timedelta(days=days, hours=3) for days in (1, 4)]
        records += [_planned(business, channel, "scheduled", moment, rng) for moment in ahead]
        records.append(_planned(business, channel, "draft", None, rng))
    failed = period.end - timedelta(days=6, hours=5)
    return [*records, _planned(business, business.channels[0], "failed", failed, rng)]


def _planned(
    business: Business, channel: Channel, status: str, moment: datetime | None, rng: np.random.Generator
) -> Record:
    content = next(iter(channel.contents))
    number = int(rng.integers(10**6))
    record = {
        "id": post_id(channel.platform, moment, number) if moment else f"draft-{number}",
        "platform": PLATFORMS[channel.platform].written,
        "account_id": channel.account,
        "text": write(business, content, (), rng),
        "status": status,
        "content_type": content,
    }
    return record | ({"scheduled_for": iso(moment)} if moment else {})


def _is_sunday(moment: datetime, zone: ZoneInfo) -> bool:
    return local(moment, zone).isoweekday() == 7
