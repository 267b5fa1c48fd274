"""Posts as they truly went: the text, the moment, and the figures that a post reaches in the end.

Engagement is a product of known effects (content, slot, hashtags, a slowly growing audience) and of luck with
a power-law tail. The effects are independent of each other.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from twin.moments import habitual, local
from twin.platforms import PLATFORMS, Facts, post_id
from twin.post_texts import link, write
from twin.randomness import happens, pick
from twin.world import Business, Channel, Period

AUDIENCE_GROWTH = 0.3
SPREAD = 0.38
TAIL = 2.8
PLANNED = 0.7


@dataclass(frozen=True, slots=True)
class Post:
    """One published post; `totals` are its counters when it has stopped growing."""

    id: str
    platform: str
    account: str
    text: str
    content_type: str
    hashtags: tuple[str, ...]
    lists_hashtags: bool
    scheduled_for: datetime | None
    posted_at: datetime
    totals: dict[str, int]

    def counters(self, moment: datetime) -> dict[str, int]:
        """The counters as the platform shows them at that moment; they only ever grow."""
        age = max((moment - self.posted_at) / timedelta(hours=1), 0.0)
        grown = 1 - math.exp(-((age / PLATFORMS[self.platform].growth_hours) ** 0.7))
        return {name: int(total * grown) for name, total in self.totals.items()}


def simulate(
    business: Business, channel: Channel, period: Period, number: int, rng: np.random.Generator
) -> Iterator[Post]:
    """`number` posts of one account in the order of publishing."""
    moments = habitual(rng, period, ZoneInfo(business.timezone), channel.habits, number)
    contents = pick(rng, {name: content.share for name, content in channel.contents.items()}, number)
    for index, (planned, content) in enumerate(zip(moments, contents, strict=True)):
        audience = channel.engagement * (1 + AUDIENCE_GROWTH * period.share(planned))
        yield publish(business, channel, planned, content, index, audience, rng)


def publish(
    business: Business,
    channel: Channel,
    planned: datetime,
    content: str,
    index: int,
    expected: float,
    rng: np.random.Generator,
) -> Post:
    """One post; `expected` is its engagement before content, slot and hashtags have their effect."""
    tags = [tags for tags in business.tags if happens(rng, tags.share)]
    expected *= channel.contents[content].effect * math.prod(each.effect for each in tags)
    expected *= slot_effect(channel, planned, ZoneInfo(business.timezone))
    hashtags = tuple(name for each in tags for name in each.names)
    posted_at = planned + timedelta(seconds=int(rng.integers(1, 50)))
    return Post(
        id=post_id(channel.platform, posted_at, index),
        platform=channel.platform,
        account=channel.account,
        text=write(business, content, hashtags, rng, link(business, channel, planned)),
        content_type=content,
        hashtags=hashtags,
        lists_hashtags=channel.lists_hashtags,
        scheduled_for=planned if happens(rng, PLANNED) else None,
        posted_at=posted_at,
        totals=totals(PLATFORMS[channel.platform], content, expected, rng),
    )


def slot_effect(channel: Channel, moment: datetime, zone: ZoneInfo) -> float:
    """What publishing at that moment does to engagement: the channel's best slot, in local time, or 1."""
    wall, best = local(moment, zone), channel.best
    is_best = best is not None and (wall.isoweekday(), wall.hour // 3) == (best.weekday, best.block)
    return best.effect if best is not None and is_best else 1.0


def totals(facts: Facts, content: str, expected: float, rng: np.random.Generator) -> dict[str, int]:
    """The final counters of a post from which `expected` engagement is expected, luck included."""
    luck = math.exp(SPREAD * rng.standard_normal() + rng.exponential(1 / TAIL) - 1 / TAIL)
    engaged = int(rng.poisson(expected * luck))
    split = rng.multinomial(engaged, list(facts.parts.values())).tolist()
    counters = dict(zip(facts.parts, split, strict=True))
    counters |= {name: int(rng.poisson(engaged * share)) for name, share in facts.aside.items()}
    seen = (engaged + 3) / facts.engagement_rate * math.exp(0.3 * rng.standard_normal())
    return counters | _audience(facts, content, max(round(seen), engaged), rng)


def _audience(facts: Facts, content: str, seen: int, rng: np.random.Generator) -> dict[str, int]:
    counters = {facts.audience: seen}
    if facts.reach is not None:
        counters["reach"] = int(seen * facts.reach * rng.uniform(0.85, 1.15))
    if facts.click_rate is not None:
        counters["clicks"] = int(rng.poisson(seen * facts.click_rate))
    if facts.video_views is not None and content == "video":
        counters["video_views"] = int(seen * facts.video_views * rng.uniform(0.7, 1.3))
    return counters
