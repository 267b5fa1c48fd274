"""Lands simulated businesses of many seeds side by side in one raw layer, as if all had been read in time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks.raw_layer import Row, land, prepare
from twin.expected import expected_metrics
from twin.opportunities import Opportunity
from twin.opportunity_files import revenue, status
from twin.simulation import simulate
from twin.social_account import Account
from twin.social_posts import Life
from twin.social_world import BUSINESSES, social_accounts
from twin.world import Business, Period

AS_OF = datetime(2026, 11, 20, 9, 0)
DAYS = 180
SETTLED, STORY_SEEN = timedelta(days=7, hours=5), timedelta(hours=22)


@dataclass(frozen=True)
class Played:
    """One business of one seed. `observed` are its rows of posts by platform, oldest observation first."""

    business: Business
    accounts: list[Account]
    opportunities: list[Opportunity]
    observed: dict[str, list[Row]]


def played(seeds: Iterable[int]) -> Iterator[Played]:
    """All businesses once for each seed, `fairway_7` being that of seed 7."""
    period = Period.before(AS_OF, DAYS)
    for seed in seeds:
        accounts = social_accounts(seed, period.start)
        for business in BUSINESSES:
            own = [each for each in accounts if each.profile.business_id == business.id]
            renamed = replace(business, id=f"{business.id}_{seed}")
            opportunities = simulate(business, period, seed, own).opportunities
            rows = {each.profile.platform: list(_observations(each, renamed.id)) for each in own}
            yield Played(renamed, own, opportunities, rows)


def land_all(home: Path, businesses: list[Played]) -> None:
    """Fills an empty raw layer with everything about them."""
    prepare(home)
    land(
        home,
        "config",
        "businesses",
        [_business(each.business) for each in businesses],
        file="config",
        landed_at=AS_OF,
    )
    for number, each in enumerate(businesses):
        for platform, rows in each.observed.items():
            land(home, platform, "posts", rows, file=f"sync-{number}", landed_at=AS_OF)
        records = [_opportunity(each.business.id, one) for one in each.opportunities]
        land(home, "opportunities", "opportunities", records, file=f"list-{number}", landed_at=AS_OF)


def _observations(account: Account, business_id: str) -> Iterator[Row]:
    """Each post when it was a week old, and now if it is still there; a story shortly before its end."""
    for life in account.lives(AS_OF):
        is_story = life.first.content_type == "story"
        moments = [STORY_SEEN] if is_story else [SETTLED, AS_OF - life.first.posted_at]
        for age in sorted(set(moments)):
            at = life.first.posted_at + age
            if at <= AS_OF and life.at(at) is not None:
                yield _post(account, life, business_id, at)


def _post(account: Account, life: Life, business_id: str, at: datetime) -> Row:
    post = life.first
    return {
        "business_id": business_id,
        "account_id": account.profile.account_id,
        "post_id": post.id,
        "posted_at": post.posted_at,
        "content_type": post.content_type,
        "hashtags": list(post.hashtags),
        "is_missing": False,
        "observed_at": at,
        **expected_metrics(account, post.id, at),
    }


def _business(business: Business) -> Row:
    return {
        "business_id": business.id,
        "name": business.name,
        "timezone": business.timezone,
        "currency": business.currency,
        "week_starts": "monday",
        "conversion_window_days": 30,
        "is_demonstration": True,
    }


def _opportunity(business_id: str, each: Opportunity) -> Row:
    is_won = each.won_at is not None and each.won_at <= AS_OF
    answered = each.responded_at if each.responded_at and each.responded_at <= AS_OF else None
    won = {"status": "won", "converted_at": each.won_at, "revenue_minor": revenue(each, AS_OF)}
    return {
        "business_id": business_id,
        "opportunity_id": each.id,
        "source": each.source,
        "type": each.kind,
        "created_at": each.created_at,
        "responded_at": answered,
        "has_zone": True,
        "currency": each.currency,
        **(won if is_won else {"status": status(each, AS_OF)}),
    }
