"""Raw rows of visits from everywhere, the posts whose links they took, what visitors paid, from a seed."""

import random
from datetime import datetime, timedelta

from benchmarks.random_rows import AS_OF
from benchmarks.raw_layer import Row

BUSINESS = "acme"
PEOPLE = [f"visitor {number}" for number in range(12)]
ORIGINS = (
    ("google", "organic", None), ("google", "cpc", "eshop"), ("t.co", None, None),
    ("news", "email", "spring"), ("m.facebook.com", "paidsocial", None), ("(direct)", "(none)", None),
    ("Amazon.co.uk", None, None), ("x", "social", "launch"), ("linkedin", "social", "Launch"),
    (None, None, None), (None, None, None),
)  # fmt: skip
REFERRERS = (
    None, "https://www.google.co.uk/search?q=a", "android-app://com.linkedin.android/", "https://blog.test:80/a",
    "https://www.ours.test/", "/a",
)  # fmt: skip
LINKS = (
    "https://ours.test/?utm_source=twitter&utm_campaign=launch",
    "two: https://ours.test/a?utm_campaign=Spring#top and (https://ours.test/b?utm_campaign=launch)",
    "https://ours.test/ without tags",
)


def _moment(draw: random.Random) -> datetime:
    """Now and then exactly thirty days before another."""
    anywhere = timedelta(seconds=draw.randrange(80 * 86_400))
    return AS_OF - draw.choice((anywhere, anywhere, timedelta(days=35), timedelta(days=5)))


def visits(draw: random.Random, number: int) -> list[Row]:
    """One event each."""
    return [_visit(draw, f"visit-{place}") for place in range(number)]


def _visit(draw: random.Random, event_id: str) -> Row:
    source, medium, campaign = draw.choice(ORIGINS)
    content = draw.choice(("", "", "&utm_content=shown-1"))
    return {
        "business_id": BUSINESS,
        "event_id": event_id,
        "event": "page_viewed",
        "occurred_at": _moment(draw),
        "user_key": draw.choice(PEOPLE),
        "source": source,
        "medium": medium,
        "campaign": campaign,
        "referrer": draw.choice(REFERRERS),
        "page": f"https://ours.test/a?b=1{content}",
        "properties": "{}",
    }


def posts() -> list[Row]:
    """Posts with links, on two platforms."""
    return [
        {
            "business_id": BUSINESS,
            "platform": ("x", "linkedin")[number % 2],
            "post_id": f"shown-{number}",
            "status": "posted",
            "posted_at": AS_OF - timedelta(days=15 * number),
            "text": LINKS[number % len(LINKS)],
        }
        for number in range(6)
    ]


def payments(draw: random.Random, number: int) -> list[Row]:
    """What some of the visitors paid."""
    return [
        {
            "business_id": BUSINESS,
            "payment_id": f"visited-{place}",
            "user_key": draw.choice(PEOPLE),
            "paid_at": _moment(draw),
            "has_zone": True,
            "amount_minor": draw.randrange(10_000),
            "currency": "USD",
            "status": "paid",
        }
        for place in range(number)
    ]
