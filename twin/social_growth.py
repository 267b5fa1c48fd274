"""How a post's counters go: they grow along a curve, and now and then a few likes are taken back."""

import math
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

HOUR = timedelta(hours=1)
BEND = 0.7


@dataclass(frozen=True, slots=True)
class Fall:
    """A moment at which a share of the likes, shares, quotes and saves given so far disappears."""

    at: datetime
    share: float


@dataclass(frozen=True, slots=True)
class Counted:
    """Everything that will ever be counted of one post.

    `growing` and `falling` are the figures that it reaches in the end; two thirds of them are there after
    `hours`. Comments come one by one at `comments`. Nothing moves after `until`.
    """

    since: datetime
    hours: float
    growing: Mapping[str, int]
    falling: Mapping[str, int]
    falls: tuple[Fall, ...]
    comments: tuple[datetime, ...]
    until: datetime | None = None

    def at(self, moment: datetime) -> dict[str, int]:
        """Every counter at that moment; all 0 before the post was published."""
        moment = min(moment, self.until or moment)
        grown = kept = share(moment - self.since, self.hours)
        for fall in self.falls:
            if fall.at <= moment:
                kept *= 1 - fall.share
        found = {name: int(total * grown + 0.5) for name, total in self.growing.items()}
        for name, total in self.falling.items():
            found[name] = int(total * kept + 0.5)
        found["comments"] = self.commented(moment)
        return found

    def commented(self, moment: datetime) -> int:
        """How many comments are there at that moment."""
        return bisect_right(self.comments, min(moment, self.until or moment))


def share(age: timedelta, hours: float) -> float:
    """How much of its final figures a post of that age has, 0..1."""
    return 1 - math.exp(-((age / HOUR / hours) ** BEND)) if age > timedelta(0) else 0.0


def arrivals(since: datetime, total: int, hours: float) -> tuple[datetime, ...]:
    """When each of `total` comments comes, in whole seconds: where the curve passes the half of it."""
    ages = (hours * (-math.log(1 - (index + 0.5) / total)) ** (1 / BEND) for index in range(total))
    return tuple(since + timedelta(seconds=math.ceil(age * 3600)) for age in ages)
