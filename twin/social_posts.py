"""The whole life of each post of an account, drawn week by week: published, edited, deleted, counted."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from twin.moments import habitual, utc
from twin.platforms import PLATFORMS
from twin.posts import AUDIENCE_GROWTH, Post, publish
from twin.randomness import happens
from twin.social import Profile, SocialPost
from twin.social_growth import Counted, Fall, arrivals
from twin.social_ids import native_post_id
from twin.social_totals import split
from twin.world import Business, Channel, Period

HALF_A_YEAR = timedelta(days=180)
DELETED = 0.02
EDITED = 0.03
TAKEN_BACK = 0.25
UNUSUAL = 1 / 8
LINE = " (Edited: a word was missing.)"


@dataclass(frozen=True, slots=True)
class Life:
    """One post from the first to the last: as published, as edited if it ever is, and its counters."""

    first: SocialPost
    edited: SocialPost | None
    deleted_at: datetime | None
    counted: Counted
    planned: datetime | None

    def at(self, moment: datetime) -> SocialPost | None:
        """The post as it is then; None before it was published and after it was deleted."""
        if moment < self.first.posted_at or (self.deleted_at is not None and self.deleted_at <= moment):
            return None
        if self.edited is not None and (self.edited.edited_at or moment) <= moment:
            return self.edited
        return self.first


@dataclass(frozen=True)
class Author:
    """Who publishes: the account, what works there, and what its ids and its audience depend on."""

    profile: Profile
    business: Business
    channel: Channel
    ordinal: int
    start: datetime
    purges: tuple[datetime, ...]

    def audience(self, moment: datetime) -> float:
        """The engagement to be expected then, before content, slot and hashtags have their effect."""
        return self.channel.engagement * (1 + AUDIENCE_GROWTH * ((moment - self.start) / HALF_A_YEAR))


def week_of(author: Author, monday: date, rng: np.random.Generator) -> Iterator[Life]:
    """The posts of one local week in the order of publishing, without those before the world began."""
    zone = ZoneInfo(author.business.timezone)
    week = Period(utc(monday, time(), zone), utc(monday + timedelta(days=7), time(), zone))
    number = int(author.channel.posts_per_week + rng.random())
    unusual = int(rng.binomial(number, UNUSUAL))
    moments = habitual(rng, week, zone, author.channel.habits, number, unusual)
    names = list(author.channel.contents)
    shares = np.array([author.channel.contents[name].share for name in names])
    for index, planned in enumerate(moments):
        content = names[int(rng.choice(len(names), p=shares / shares.sum()))]
        expected = author.audience(planned)
        post = publish(author.business, author.channel, planned, content, index, expected, rng)
        life = lived(author, post, index, rng)
        if planned >= author.start:
            yield life


def lived(author: Author, post: Post, index: int, rng: np.random.Generator, hours: float = 0) -> Life:
    """What becomes of a post, number `index` of its week. `hours`: how fast it grows, if not as usual."""
    hours = hours or PLATFORMS[post.platform].growth_hours
    first = _published(author, post, author.ordinal * 100 + index, rng)
    edited = _edited(author, first, author.ordinal * 100 + 50 + index, rng)
    gone = timedelta(seconds=int(rng.integers(3600, 40 * 86400))) if happens(rng, DELETED) else None
    deleted_at = first.posted_at + gone if gone else None
    growing, falling, comments = split(post, first.duration_seconds, rng)
    counted = Counted(
        since=first.posted_at,
        hours=hours,
        growing=growing,
        falling=falling,
        falls=_falls(author, first.posted_at, rng),
        comments=arrivals(first.posted_at, comments, hours),
        until=deleted_at,
    )
    return Life(first, edited, deleted_at, counted, post.scheduled_for)


def _published(author: Author, post: Post, number: int, rng: np.random.Generator) -> SocialPost:
    profile, content = author.profile, post.content_type
    name = native_post_id(profile.platform, profile.account_id, content, post.posted_at, number)
    is_moving = content in ("video", "reel") or (content == "story" and number % 2 == 0)
    seconds = round(float(rng.uniform(7, 90)), 1) if is_moving else None
    return SocialPost((name,), post.text, content, post.hashtags, post.posted_at, None, seconds)


def _edited(author: Author, post: SocialPost, number: int, rng: np.random.Generator) -> SocialPost | None:
    """X gives an edited post a further id and allows it for an hour; elsewhere the id stays."""
    is_x = author.profile.platform == "x"
    age = timedelta(seconds=int(rng.integers(120, 3500 if is_x else 5 * 86400)))
    if not happens(rng, EDITED) or post.content_type == "story":
        return None
    at = post.posted_at + age
    further = native_post_id("x", author.profile.account_id, post.content_type, at, number)
    ids = (*post.ids, further) if is_x else post.ids
    text, tag, tags = post.body.partition(" #")
    body = text + LINE + tag + tags
    return SocialPost(ids, body, post.content_type, post.hashtags, post.posted_at, at, post.duration_seconds)


def _falls(author: Author, since: datetime, rng: np.random.Generator) -> tuple[Fall, ...]:
    """Likes that their givers took back, and those of bots that the platform purged."""
    own = since + timedelta(seconds=int(rng.integers(6 * 3600, 30 * 86400)))
    taken_back = [Fall(own, float(rng.uniform(0.01, 0.04)))] if happens(rng, TAKEN_BACK) else []
    purged = [Fall(at, 0.02) for at in author.purges if timedelta(0) < at - since < timedelta(days=60)]
    return tuple(sorted([*taken_back, *purged], key=lambda fall: fall.at))
