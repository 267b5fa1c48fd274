"""Raw rows as platforms tell them, from a seed: days told again, audiences with faults, posts missed."""

import random
from datetime import date, timedelta
from typing import Any

from benchmarks.random_rows import AS_OF, BUSINESSES, COUNTS
from benchmarks.raw_layer import Row

BOUNDARIES = {"linkedin": ("UTC",), "instagram": ("America/Los_Angeles", "UTC")}
ACCOUNTS = ("one", "two")
DAYS = 25


def of_platform(draw: random.Random, platform: str) -> dict[str, list[Row]]:
    """Rows of three streams of a platform."""
    days, looks = account_days(draw, platform), audiences(draw, platform)
    return {"posts": posts(draw, 20), "account_days": days, "audience": looks}


def account_days(draw: random.Random, platform: str) -> list[Row]:
    """What syncs told of the days of every account: with gaps, up to three times, a figure here and there."""
    return [
        {"business_id": business["business_id"], "account_id": account, "day": day} | telling
        for business in BUSINESSES
        for account in ACCOUNTS
        for day in draw.sample(_days(), 15)
        for telling in _tellings(draw, platform, day)
    ]


def _days() -> list[date]:
    return [AS_OF.date() - timedelta(days=number) for number in range(2, DAYS)]


def _tellings(draw: random.Random, platform: str, day: date) -> list[Row]:
    hours = draw.sample(range(6, 36), draw.randrange(1, 4))
    start = AS_OF.replace(year=day.year, month=day.month, day=day.day, hour=0) + timedelta(days=1)
    return [
        {
            "day_boundary": draw.choice(BOUNDARIES[platform]),
            "observed_at": start + timedelta(hours=hour),
            "followers": draw.choice((None, 0, draw.randrange(5, 900))),
            "followers_gained": draw.choice((None, None, draw.randrange(-20, 30))),
            "follows": draw.choice((None, draw.randrange(30))),
            "unfollows": draw.choice((None, draw.randrange(30))),
        }
        | {
            name: _count(draw)
            for name in ("views", "impressions", "reach", "likes", "comments", "shares", "saves")
        }
        for hour in hours
    ]


def audiences(draw: random.Random, platform: str) -> list[Row]:
    """Looks at every account, some of them twice a day, some with the fault of no followers."""
    return [
        {
            "business_id": business["business_id"],
            "account_id": account,
            "handle": f"@{account.title()}_{platform}",
            "observed_at": AS_OF - timedelta(hours=hours),
            "followers": draw.choice((None, 0, draw.randrange(5, 900), draw.randrange(5, 900))),
            "following": draw.choice((None, draw.randrange(99))),
        }
        for business in BUSINESSES
        for account in ACCOUNTS
        for hours in draw.sample(range(DAYS * 24), 20)
    ]


def posts(draw: random.Random, number: int) -> list[Row]:
    """Posts with up to six observations a few hours or days apart; some of these are misses."""
    return [row for position in range(number) for row in _observations(draw, f"seen-{position}")]


def _observations(draw: random.Random, post_id: str) -> list[Row]:
    posted_at = AS_OF - timedelta(hours=draw.randrange(24, 40 * 24), seconds=draw.randrange(3_600))
    post: dict[str, Any] = {
        "business_id": draw.choice(BUSINESSES)["business_id"],
        "account_id": draw.choice(ACCOUNTS),
        "post_id": post_id,
        "posted_at": posted_at,
        "text": f"post {post_id}",
    }
    ages = draw.sample(range(1, 24 * 12), draw.randrange(1, 7))
    seen = [posted_at + timedelta(hours=age) for age in sorted(ages)]
    return [
        post | _seen(draw, is_missing=position > 0 and draw.random() < 0.3) | {"observed_at": moment}
        for position, moment in enumerate(seen)
        if moment <= AS_OF
    ]


def _seen(draw: random.Random, *, is_missing: bool) -> Row:
    if is_missing:
        return {"is_missing": True, "text": None}
    return {"is_missing": False} | {name: _count(draw) for name in COUNTS}


def _count(draw: random.Random) -> int | None:
    return draw.choice((None, 0, draw.randrange(5_000)))
