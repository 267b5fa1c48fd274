"""What must come out of simulated businesses: sums to the unit, and effects as factors on the log scale."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks.raw_layer import Row
from benchmarks.twin_layer import AS_OF, Played
from twin.moments import local
from twin.opportunity_files import revenue
from twin.world import Channel, monday

SUMMED = ("views", "impressions", "likes", "comments", "shares", "saves", "clicks")
Week = tuple[str, str, date]  # business, platform, Monday
Slot = tuple[int, int]  # weekday, three-hour block


def weeks(business: Played) -> dict[Week, dict[str, int | None]]:
    """Posts, and sums of what was last told of them, by the local week of publishing."""
    zone = ZoneInfo(business.business.timezone)
    groups: defaultdict[Week, list[Row]] = defaultdict(list)
    for platform, rows in business.observed.items():
        for row in _last_known(rows):
            week = monday(local(row["posted_at"], zone).date())
            groups[business.business.id, platform, week].append(row)
    return {
        week: {"posts": len(rows), **{name: _sum(rows, name) for name in SUMMED}}
        for week, rows in groups.items()
    }


def sources(business: Played) -> dict[tuple[str, str], tuple[int, int, int]]:
    """Opportunities, conversions and revenue in the business's currency, by source."""
    known: Counter[str] = Counter()
    won: Counter[str] = Counter()
    earned: Counter[str] = Counter()
    for each in business.opportunities:
        known[each.source] += 1
        if each.won_at is not None and each.won_at <= AS_OF:
            won[each.source] += 1
            is_own = each.currency == business.business.currency
            earned[each.source] += revenue(each, AS_OF) if is_own else 0
    return {(business.business.id, name): (known[name], won[name], earned[name]) for name in known}


def of_slots(channel: Channel, posts: list[Slot]) -> dict[Slot, float]:
    """The log of each slot's factor against the average of the posts."""
    best = channel.best
    own = {
        slot: math.log(best.effect) if best and slot == (best.weekday, best.block) else 0.0 for slot in posts
    }
    counted = Counter(posts)
    average = sum(own[slot] * number for slot, number in counted.items()) / counted.total()
    return {slot: value - average for slot, value in own.items()}


def of_contents(channel: Channel, posts: Iterable[str]) -> dict[str, float]:
    """The log of each format's factor against the account's other posts."""
    logs = {name: math.log(content.effect) for name, content in channel.contents.items()}
    counted = Counter(posts)
    return {
        name: logs[name] - _mean(logs, counted - Counter({name: counted[name]}))
        for name in counted
        if name in logs
    }


def of_hashtags(business: Played) -> dict[str, float]:
    """The log of the factor of each set of hashtags that always come together, as the mart names it."""
    return {" + ".join(sorted(tags.names)): math.log(tags.effect) for tags in business.business.tags}


def _mean(logs: Mapping[str, float], counted: Counter[str]) -> float:
    known = {name: number for name, number in counted.items() if name in logs}
    return sum(logs[name] * number for name, number in known.items()) / max(sum(known.values()), 1)


def _last_known(rows: list[Row]) -> Iterable[Row]:
    """One row a post, with the last figure that the platform gave of each metric."""
    posts: dict[str, Row] = {}
    for row in rows:
        given = {name: value for name, value in row.items() if value is not None}
        posts[row["post_id"]] = {**row, **posts.get(row["post_id"], {}), **given}
    return posts.values()


def _sum(rows: list[Row], name: str) -> int | None:
    given: list[Any] = [row[name] for row in rows if row[name] is not None]
    return sum(given) if given else None
