"""Opportunities as they truly were: who asked for what, when they were answered, and whether they were won.

Winning depends on the source alone: neither the type, nor the campaign, nor a quick answer moves it.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from twin.moments import arrivals, iso
from twin.people import Person, person
from twin.randomness import happens, one, pick
from twin.world import Business, Kind, Period, Source

LONGEST_ANSWER = 20 * 24.0  # hours, as the three below
MEDIAN_DECISION, LONGEST_DECISION = 5 * 24.0, 29 * 24.0
MEDIAN_LOSS = 12 * 24.0
NEVER_ANSWERED, CLOSED_WHEN_LOST, ASKED_HOW_HEARD = 0.06, 0.65, 0.4
NOTED_BY_HAND, PAID_ABROAD, MISTYPED = 0.2, 0.02, 0.04


@dataclass(frozen=True, slots=True)
class Opportunity:
    """One opportunity with its whole future; `price` and `typed_first` are minor units of `currency`."""

    id: str
    source: str
    kind: str
    person: Person
    contact: str
    created_at: datetime
    summary: str
    campaign: str
    how_heard: str | None
    responded_at: datetime | None
    won_at: datetime | None
    lost_at: datetime | None
    price: int
    typed_first: int
    currency: str
    noted_by_hand: bool


def simulate(
    business: Business, sources: Mapping[str, Source], period: Period, number: int, rng: np.random.Generator
) -> Iterator[Opportunity]:
    """`number` opportunities in the order of their arrival."""
    moments = arrivals(rng, period, ZoneInfo(business.timezone), business.level, number)
    names = pick(rng, {name: source.share for name, source in sources.items()}, number)
    kinds = pick(rng, {name: kind.share for name, kind in business.kinds.items()}, number)
    campaigns = pick(rng, business.campaigns, number)
    people = rng.integers(3 * number, size=number).tolist()
    for moment, name, kind, campaign, someone in zip(moments, names, kinds, campaigns, people, strict=True):
        story = _Story(rng, sources[name], business.kinds[kind], moment)
        yield story.told(business, name, kind, campaign, person(someone))


class _Story:
    """What becomes of one opportunity, drawn once."""

    def __init__(self, rng: np.random.Generator, source: Source, kind: Kind, created_at: datetime) -> None:
        self.rng, self.source, self.kind, self.created_at = rng, source, kind, created_at
        is_silent, is_won = happens(rng, NEVER_ANSWERED), happens(rng, source.conversion_rate)
        is_lost = not is_won and happens(rng, CLOSED_WHEN_LOST)
        self.answered = None if is_silent else self._after(kind.response_hours, 1.0, LONGEST_ANSWER)
        self.won = self._decided(MEDIAN_DECISION, 0.9, LONGEST_DECISION) if is_won else None
        self.lost = self._decided(MEDIAN_LOSS, 0.6, math.inf) if is_lost else None

    def told(self, business: Business, source: str, kind: str, campaign: str, someone: Person) -> Opportunity:
        contact = someone.handle if self.source.contact == "handle" else someone.address
        price = one(self.rng, self.kind.prices)
        heard = business.phrases.how_heard.get(source, ())
        return Opportunity(
            id=f"{source}_{iso(self.created_at)}_{contact}",
            source=source,
            kind=kind,
            person=someone,
            contact=contact,
            created_at=self.created_at,
            summary=one(self.rng, business.phrases.asks[kind]),
            campaign=campaign,
            how_heard=one(self.rng, heard) if heard and happens(self.rng, ASKED_HOW_HEARD) else None,
            responded_at=self.answered,
            won_at=self.won,
            lost_at=self.lost,
            price=price,
            typed_first=price // 2 if happens(self.rng, MISTYPED) else price,
            currency=business.foreign_currency if happens(self.rng, PAID_ABROAD) else business.currency,
            noted_by_hand=happens(self.rng, NOTED_BY_HAND),
        )

    def _decided(self, median: float, spread: float, longest: float) -> datetime:
        decided = self._after(median, spread, longest)
        return max(decided, self.answered + timedelta(minutes=40)) if self.answered else decided

    def _after(self, median: float, spread: float, longest: float) -> datetime:
        hours = min(median * math.exp(spread * self.rng.standard_normal()), longest)
        return self.created_at + timedelta(seconds=round(hours * 3600))
