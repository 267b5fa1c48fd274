"""An account's figures of one day: what its posts and followers gained between two midnights of a zone."""

import math
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from twin.moments import utc
from twin.social_followers import Followers
from twin.social_growth import Counted

SUMMED = ("impressions", "views", "likes", "comments", "shares", "saves", "clicks", "video_views")
GROWING = timedelta(days=120)  # an older post does not move any more
CORRECTED = (0.9, 0.96, 0.99, 1.0)  # what is told of a day right after it, and one, two, three days later


def figures(
    day: date, zone: str, posts: Callable[[datetime, datetime], Iterable[Counted]], followers: Followers
) -> dict[str, int]:
    """The true figures of one day; `posts` gives those that were published between two moments."""
    start, end = edges(day, zone)
    gained = dict.fromkeys(SUMMED, 0)
    for counted in posts(start - GROWING, end):
        before, after = counted.at(start), counted.at(end)
        for name in SUMMED:
            gained[name] += after[name] - before[name]
    interactions = sum(gained[name] for name in ("likes", "comments", "shares", "saves"))
    wave = 1 + 0.1 * math.sin(day.toordinal() * 2.4)
    return {
        **gained,
        "reach": int(gained["views"] * 0.68 * wave),
        "interactions": interactions,
        "accounts_engaged": max(int(interactions * 0.86 * wave), 0),
        "profile_views": int(gained["views"] * 0.021 * wave),
        "website_clicks": int(gained["views"] * 0.004 * wave),
        "follows": followers.came(end) - followers.came(start),
        "unfollows": followers.went(end) - followers.went(start),
    }


def told(true: dict[str, int], day: date, zone: str, now: datetime) -> dict[str, int]:
    """The figures as they are told at `now`: a little low at first, right three days after the day's end."""
    late = min((now - edges(day, zone)[1]) // timedelta(days=1), len(CORRECTED) - 1)
    return {name: int(value * CORRECTED[late]) for name, value in true.items()}


def edges(day: date, zone: str) -> tuple[datetime, datetime]:
    """When that day begins and ends in the time zone, naive UTC."""
    place = ZoneInfo(zone)
    return utc(day, time(), place), utc(day + timedelta(days=1), time(), place)
