"""Stories of Instagram accounts: a few a week, seen for a day, with figures of their own."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from twin.moments import habitual, utc
from twin.platforms import PLATFORMS
from twin.post_texts import write
from twin.posts import Post, totals
from twin.social_posts import Author, Life, lived
from twin.world import Period

PER_WEEK = 4
SHARE = 0.2  # of a post's engagement
HOURS = 5.0
LIVE = timedelta(hours=24)


def week_of(author: Author, monday: date, rng: np.random.Generator) -> Iterator[Life]:
    """The stories of one local week in the order of publishing; none where there are no stories."""
    if author.profile.platform != "instagram":
        return
    zone = ZoneInfo(author.business.timezone)
    week = Period(utc(monday, time(), zone), utc(monday + timedelta(days=7), time(), zone))
    for index, planned in enumerate(habitual(rng, week, zone, (), PER_WEEK)):
        post = _story(author, planned + timedelta(seconds=int(rng.integers(50, 60))), rng)
        life = lived(author, post, 20 + index, rng, HOURS)
        if planned >= author.start:
            yield life


def _story(author: Author, posted_at: datetime, rng: np.random.Generator) -> Post:
    expected = SHARE * author.audience(posted_at)
    return Post(
        id="",
        platform="instagram",
        account=author.channel.account,
        text=write(author.business, "story", (), rng).split("\n")[0],
        content_type="story",
        hashtags=(),
        lists_hashtags=False,
        scheduled_for=None,
        posted_at=posted_at,
        totals=totals(PLATFORMS["instagram"], "story", expected, rng),
    )
