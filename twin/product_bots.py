"""Visitors who are no people: crawlers that say so, and scripts that click faster than anybody can."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import numpy as np

from twin.product_records import Hit
from twin.randomness import happens

CRAWLER = "Mozilla/5.0 (compatible; ExampleBot/2.1; +https://example.com/bot)"
CRAWLERS_PER_DAY, SCRIPTS_PER_DAY = 0.6, 0.08
PAGES = ("/", "/articles", "/calculator", "/offer", "/imprint")


def bots(day: int, begins: datetime, rng: np.random.Generator) -> Iterator[Hit]:
    """The hits of the bots that come on one day."""
    for number in range(int(rng.poisson(CRAWLERS_PER_DAY))):
        yield from _crawl(f"crawler-{day:04}-{number}", begins, rng)
    if happens(rng, SCRIPTS_PER_DAY):
        yield from _hammer(f"script-{day:04}", begins, rng)


def _crawl(name: str, begins: datetime, rng: np.random.Generator) -> Iterator[Hit]:
    """A crawler reads page by page, a few seconds each, and names itself."""
    moment = _some_time(begins, rng)
    for number in range(int(rng.integers(6, 25))):
        moment += timedelta(seconds=int(rng.integers(2, 9)))
        page = PAGES[number % len(PAGES)]
        yield _hit(name, number, "page_viewed", moment, page, {"user_agent": CRAWLER})


def _hammer(name: str, begins: datetime, rng: np.random.Generator) -> Iterator[Hit]:
    """A script opens the calculator several times a second for a minute, and names nothing."""
    moment = _some_time(begins, rng)
    for number in range(int(rng.integers(150, 260))):
        moment += timedelta(milliseconds=int(rng.integers(150, 400)))
        yield _hit(name, number, "ai_calculator_opened", moment, "/calculator", {})


def _hit(
    name: str, number: int, event: str, at: datetime, page: str, properties: dict[str, str | int | float]
) -> Hit:
    return Hit(
        id=f"{name}-{number:04}",
        event=event,
        at=at,
        user_id=None,
        anonymous_id=name,
        session_id=f"{name}-s",
        source="(direct)",
        medium="(none)",
        campaign=None,
        referrer=None,
        page=page,
        country="US",
        city="Ashburn",
        device="desktop",
        properties=properties,
        is_bot=True,
    )


def _some_time(begins: datetime, rng: np.random.Generator) -> datetime:
    """Not around the hour of the night at which sessions are cut: a bot is told by what it does in one."""
    return begins + timedelta(hours=5, seconds=int(rng.integers(18 * 3600)))
