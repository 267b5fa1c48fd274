"""The simulated world: what is true of a business, and the span of time in which it is watched.

Only the shape of the truth is here. The businesses are in `golf.py`, `pottery.py` and `careers.py`; what can
be seen of the truth is made by `opportunities.py` and `posts.py`.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from twin.phrases import Phrases


@dataclass(frozen=True)
class Source:
    """Where opportunities come from: its share of them, and how likely one of them is won within 30 days."""

    share: float
    conversion_rate: float
    contact: str = "email"  # what is known of a person: email | handle


@dataclass(frozen=True)
class Kind:
    """A type of opportunity: its share, its prices in minor units, the median hours until an answer."""

    share: float
    prices: tuple[int, ...]
    response_hours: float


@dataclass(frozen=True)
class Slot:
    """A weekday (1 = Monday) and three-hour block (0..7) in local time that multiplies engagement."""

    weekday: int
    block: int
    effect: float


@dataclass(frozen=True)
class Content:
    """A type of content: its share of the posts and how it multiplies engagement."""

    share: float
    effect: float = 1.0


@dataclass(frozen=True)
class Tags:
    """Hashtags that are always used together: how often, and how they multiply engagement."""

    names: tuple[str, ...]
    share: float
    effect: float = 1.0


@dataclass(frozen=True)
class Channel:
    """One account of a business: how often and when (weekday, hour) it posts, and what works there."""

    platform: str
    account: str
    posts_per_week: float
    engagement: float
    habits: tuple[tuple[int, int], ...]
    contents: Mapping[str, Content]
    best: Slot | None = None
    lists_hashtags: bool = True  # else they stand in the text only


@dataclass(frozen=True)
class Business:
    """Everything that is true of a simulated business."""

    id: str
    name: str
    timezone: str
    currency: str
    foreign_currency: str
    opportunities_per_day: float
    sources: Mapping[str, Source]
    kinds: Mapping[str, Kind]
    campaigns: Mapping[str, float]
    channels: tuple[Channel, ...]
    tags: tuple[Tags, ...]
    phrases: Phrases
    crm_sources: Mapping[str, Source] = field(default_factory=dict)
    season: float = 0.3
    tags_links: bool = False  # links in posts bear the campaign of the post
    analyses: str = ""  # funnels and cohorts, as almanac.yaml describes them

    @property
    def all_sources(self) -> dict[str, Source]:
        return {**self.sources, **self.crm_sources}

    def level(self, day: date) -> float:
        """How busy the week of `day` is, 1 = an average week; a wave of 17 weeks, the same for every seed."""
        week = monday(day).toordinal() // 7
        return 1 + self.season * math.sin(2 * math.pi * week / 17)


@dataclass(frozen=True)
class Period:
    """The watched span, naive UTC: nothing is simulated before `start` or known after `end`."""

    start: datetime
    end: datetime

    @classmethod
    def before(cls, as_of: datetime, days: float) -> "Period":
        return cls(as_of - timedelta(days=days), as_of)

    @property
    def weeks(self) -> float:
        return (self.end - self.start) / timedelta(weeks=1)

    def share(self, moment: datetime) -> float:
        """How much of the period has passed at `moment`, 0..1."""
        return (moment - self.start) / (self.end - self.start)


def monday(day: date) -> date:
    """The Monday of the week of `day`."""
    return day - timedelta(days=day.weekday())
