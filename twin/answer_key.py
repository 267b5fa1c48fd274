"""The answer key: what was true in the simulated world, against which the marts can be scored."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from twin.moments import days
from twin.opportunities import Opportunity
from twin.opportunity_files import revenue
from twin.product_key import ProductTruth, product_truth
from twin.simulation import Simulation
from twin.world import Business, Period, monday


@dataclass(frozen=True)
class BusinessTruth:
    """What is true of one business, and the totals that its files add up to. Effects multiply engagement."""

    business_id: str
    timezone: str
    currency: str
    posting_slots: dict[str, dict[str, float] | None]  # by platform; None: the hour does not matter
    content_effects: dict[str, dict[str, float]]  # by platform and content type
    hashtag_effects: dict[str, float]
    inseparable_hashtags: list[list[str]]
    conversion_rates: dict[str, float]  # by source, within 30 days
    response_time_effect: float
    weekly_levels: dict[str, float]  # by Monday; 1 = an average week
    opportunities: dict[str, int]  # by source, known at as_of
    conversions: dict[str, int]
    revenue_minor: dict[str, int]  # by currency
    accounts: dict[str, str]  # native ids, by platform
    posts: dict[str, int]  # published and not deleted, by platform, without stories
    followers: dict[str, int]  # by platform
    rejected: list[dict[str, str]]
    product: ProductTruth | None


@dataclass(frozen=True)
class AnswerKey:
    """The truths of all businesses of one simulation."""

    seed: int
    as_of: str
    days: int
    businesses: list[BusinessTruth] = field(default_factory=list)

    def of(self, business_id: str) -> BusinessTruth:
        """The truth of one business; raises KeyError for an id that was not simulated."""
        return {truth.business_id: truth for truth in self.businesses}[business_id]

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, indent=2)


def truth(simulation: Simulation) -> BusinessTruth:
    """The truth of a simulated business, together with what its opportunities and posts amount to."""
    business, now = simulation.business, simulation.as_of
    won = [each for each in simulation.opportunities if each.won_at is not None and each.won_at <= now]
    return BusinessTruth(
        **_effects(business),
        conversion_rates={name: source.conversion_rate for name, source in business.all_sources.items()},
        response_time_effect=1.0,
        weekly_levels=_weeks(business, simulation.period),
        opportunities=_counts(each.source for each in simulation.opportunities),
        conversions=_counts(each.source for each in won),
        revenue_minor=_revenue(won, now),
        accounts={each.profile.platform: each.profile.account_id for each in simulation.accounts},
        posts={each.profile.platform: len(simulation.posts(each)) for each in simulation.accounts},
        followers={each.profile.platform: each.followers(now) for each in simulation.accounts},
        rejected=[{"file": flaw.file, "field": flaw.field} for flaw in simulation.flaws],
        product=product_truth(simulation.product, now) if simulation.product else None,
    )


def _effects(business: Business) -> dict[str, Any]:
    slots = {
        channel.platform: asdict(channel.best) if channel.best else None for channel in business.channels
    }
    contents = {
        channel.platform: {name: content.effect for name, content in channel.contents.items()}
        for channel in business.channels
    }
    return {
        "business_id": business.id,
        "timezone": business.timezone,
        "currency": business.currency,
        "posting_slots": slots,
        "content_effects": contents,
        "hashtag_effects": {name: tags.effect for tags in business.tags for name in tags.names},
        "inseparable_hashtags": [list(tags.names) for tags in business.tags if len(tags.names) > 1],
    }


def _weeks(business: Business, period: Period) -> dict[str, float]:
    mondays = sorted({monday(day) for day in days(period, ZoneInfo(business.timezone))})
    return {day.isoformat(): round(business.level(day), 4) for day in mondays}


def _counts(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items()))


def _revenue(won: list[Opportunity], moment: datetime) -> dict[str, int]:
    amounts: Counter[str] = Counter()
    for each in won:
        amounts[each.currency] += revenue(each, moment)
    return dict(sorted(amounts.items()))
