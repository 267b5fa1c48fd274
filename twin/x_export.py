"""X's own activity export, as downloaded: one CSV a month with X's columns, number formats and dashes."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np

from twin.files import write_quoted_table
from twin.social import Profile
from twin.social_posts import Life
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
    """The first of the month in which the account was connected; exports cover what was before."""
    latest = period.start + 0.4 * (period.end - period.start)
    return latest.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def write(
    folder: Path, profile: Profile, lives: list[Life], as_of: datetime, rng: np.random.Generator
) -> None:
    """Writes one export, newest post first, for each month in which the account published.

    A post bears the id that it has for good, and the text and the counters of that moment.
    """
    newest_first = sorted(lives, key=lambda life: life.first.posted_at, reverse=True)
    months = [life.first.posted_at.date().replace(day=1) for life in newest_first]
    for month in sorted(set(months)):
        inside = [life for life, when in zip(newest_first, months, strict=True) if when == month]
        name = f"tweet_activity_metrics_{profile.handle}_{month:%Y%m%d}_{_next(month):%Y%m%d}_en.csv"
        write_quoted_table(folder / name, HEADER, _rows(profile, inside, as_of, rng))


def _rows(
    profile: Profile, lives: list[Life], moment: datetime, rng: np.random.Generator
) -> Iterator[list[str]]:
    for life in lives:
        counters, post = life.counted.at(moment), life.at(moment) or life.first
        seen = counters["views"]
        hashtag, detail = (int(rng.binomial(seen, rate)) for rate in (0.0005, 0.006))
        counted = [counters[name] for name in ("shares", "comments", "likes", "profile_clicks", "clicks")]
        time = post.posted_at.replace(tzinfo=UTC).strftime("%Y-%m-%d %H:%M %z")
        permalink = f"https://twitter.com/{profile.handle}/status/{post.id}"
        figures = _figures(seen, [*counted, hashtag, detail], counters["video_views"])
        yield [post.id, permalink, post.body, time, *figures, *["-"] * len(MEASURES)]


def _figures(impressions: int, counted: list[int], media: int) -> list[str]:
    engagements = sum(counted)
    rate = engagements / impressions if impressions else 0.0
    floats = [float(impressions), float(engagements), rate, *map(float, counted), 0.0]
    return [*map(repr, floats), *["0"] * (len(NEVER) - 1), str(media), str(media // 40)]


def _next(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)
