"""Raw rows drawn from a seed: plausible, full of corner cases, and quickly built into marts."""

import random
from datetime import datetime, timedelta

from benchmarks.raw_layer import Row

AS_OF = datetime(2026, 4, 1, 12)
BUSINESSES: list[Row] = [
    {"business_id": "acme", "timezone": "America/New_York", "currency": "USD", "week_starts": "monday"},
    {"business_id": "bolt", "timezone": "Europe/Berlin", "currency": "EUR", "week_starts": "sunday"},
]
PLATFORMS = ("instagram", "linkedin", "x")
COUNTS = ("impressions", "views", "reach", "likes", "comments", "shares", "saves", "clicks")
STATUSES = ("posted", "posted", "posted", "scheduled", "draft")


def businesses() -> list[Row]:
    """The two businesses, complete."""
    rest = {"conversion_window_days": 14, "is_demonstration": False}
    return [business | rest | {"name": business["business_id"].title()} for business in BUSINESSES]


def moment(draw: random.Random, days: int) -> datetime:
    """A second of the days before AS_OF, often at the edge of a local day or week."""
    edge, anywhere = 3_600 * draw.choice((0, 4, 5, 22, 23)), draw.randrange(86_400)
    day = (AS_OF - timedelta(days=draw.randrange(days))).replace(hour=0)
    return min(day + timedelta(seconds=draw.choice((edge, anywhere, anywhere))), AS_OF)


def posts(draw: random.Random, number: int) -> list[Row]:
    """Posts of all statuses with up to four observations each; a count is missing as often as not."""
    return [row for position in range(number) for row in _observations(draw, f"post-{position}")]


def _observations(draw: random.Random, post_id: str) -> list[Row]:
    posted_at, status = moment(draw, 120), draw.choice(STATUSES)
    post: Row = {
        "business_id": draw.choice(BUSINESSES)["business_id"],
        "platform": draw.choice(PLATFORMS),
        "post_id": post_id,
        "account_id": draw.choice(("one", "two", None)),
        "status": status,
        "content_type": draw.choice(("image", None)),
        "hashtags": draw.choice((["golf"], ["golf", "swing"], [], None)),
        "posted_at": posted_at if status == "posted" else None,
    }
    ages = draw.sample((3, 20, 30, 48, 167, 168, 400, draw.randrange(500, 900)), draw.randrange(1, 5))
    seen = [posted_at + timedelta(hours=age) for age in sorted(ages)]
    times = [{"metrics_at": at, "observed_at": at, "text": f"as of {at}"} for at in seen if at <= AS_OF]
    return [post | _counts(draw) | time for time in times]


def _counts(draw: random.Random) -> Row:
    return {count: draw.choice((None, 0, draw.randrange(5_000))) for count in COUNTS}


def opportunities(draw: random.Random, number: int) -> list[Row]:
    """Opportunities of a few sources in all states, some of them with revenue in another currency."""
    return [_opportunity(draw, f"lead-{position}") for position in range(number)]


def _opportunity(draw: random.Random, opportunity_id: str) -> Row:
    created_at, status = moment(draw, 90), draw.choice(("new", "responded", "won", "lost"))
    won = status == "won"
    return {
        "business_id": draw.choice(BUSINESSES)["business_id"],
        "opportunity_id": opportunity_id,
        "source": draw.choice(("email", "twitter", "web", "phone", "referral", "walk-in")),
        "type": draw.choice(("coaching", "partnership", None)),
        "campaign": draw.choice(("spring", None)),
        "status": status,
        "created_at": created_at,
        "responded_at": draw.choice((None, created_at + timedelta(seconds=draw.randrange(-5_000, 300_000)))),
        "converted_at": created_at + timedelta(hours=draw.randrange(900)) if won else None,
        "revenue_minor": draw.choice((None, draw.randrange(100_000))) if won else None,
        "currency": draw.choice(("USD", "EUR")),
        "has_zone": True,
    }


def conversions(draw: random.Random, leads: list[Row]) -> list[Row]:
    """Conversions recorded for about a quarter of the opportunities."""
    return [
        {
            "business_id": lead["business_id"],
            "opportunity_id": lead["opportunity_id"],
            "converted_at": lead["created_at"] + timedelta(days=draw.randrange(20)),
            "revenue_minor": draw.choice((None, draw.randrange(100_000))),
            "currency": draw.choice(("USD", "EUR")),
            "has_zone": True,
        }
        for lead in leads
        if draw.random() < 0.25
    ]
