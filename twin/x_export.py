"""X's own activity export, as downloaded: one CSV a month with X's columns, number formats and dashes."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np

from twin.files import write_quoted_table
from twin.posts import Post
from twin.world import Period

COUNTED = (
    "retweets",
    "replies",
    "likes",
    "user profile clicks",
    "url clicks",
    "hashtag clicks",
    "detail expands",
)
NEVER = ("permalink clicks", "app opens", "app installs", "follows", "email tweet", "dial phone")
MEDIA = ("media views", "media engagements")
MEASURES = ("impressions", "engagements", "engagement rate", *COUNTED, *NEVER, *MEDIA)
HEADER = (
    "Tweet id",
    "Tweet permalink",
    "Tweet text",
    "time",
    *MEASURES,
    *(f"promoted {name}" for name in MEASURES),
)


def handover(period: Period) -> datetime:
    """The first of the month from which on the publishing tool was used; exports cover what was before."""
    latest = period.start + 0.4 * (period.end - period.start)
    return latest.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def write(folder: Path, posts: list[Post], as_of: datetime, rng: np.random.Generator) -> None:
    """Writes one export, newest post first, for each month in which there are posts of the one account."""
    for month in sorted({post.posted_at.date().replace(day=1) for post in posts}):
        inside = [post for post in posts if post.posted_at.date().replace(day=1) == month]
        name = f"tweet_activity_metrics_{inside[0].account}_{month:%Y%m%d}_{_next(month):%Y%m%d}_en.csv"
        newest_first = sorted(inside, key=lambda post: post.posted_at, reverse=True)
        write_quoted_table(folder / name, HEADER, _rows(newest_first, as_of, rng))


def _rows(posts: list[Post], moment: datetime, rng: np.random.Generator) -> Iterator[list[str]]:
    for post in posts:
        counters = post.counters(moment)
        seen = counters["impressions"]
        profile, hashtag, detail = (int(rng.binomial(seen, rate)) for rate in (0.002, 0.0005, 0.006))
        counted = [counters[name] for name in ("retweets", "replies", "likes")]
        counted += [profile, counters["clicks"], hashtag, detail]
        yield [*_head(post), *_figures(seen, counted, post), *["-"] * len(MEASURES)]


def _head(post: Post) -> list[str]:
    permalink = f"https://twitter.com/{post.account}/status/{post.id}"
    return [post.id, permalink, post.text, post.posted_at.replace(tzinfo=UTC).strftime("%Y-%m-%d %H:%M %z")]


def _figures(impressions: int, counted: list[int], post: Post) -> list[str]:
    engagements = sum(counted)
    rate = engagements / impressions if impressions else 0.0
    media = impressions // 3 if post.content_type == "video" else 0
    floats = [float(impressions), float(engagements), rate, *map(float, counted), 0.0]
    return [*map(repr, floats), *["0"] * (len(NEVER) - 1), str(media), str(media // 40)]


def _next(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)
