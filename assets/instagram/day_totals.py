"""Totals of an account: numbers without a date in them, so each UTC day is asked for by itself."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from assets.facebook.graph_times import epoch
from assets.instagram import insights, records
from assets.instagram.client import InstagramClient
from assets.instagram.insights import Thing, Told
from assets.sync.days import A_DAY, start
from assets.sync.pull import Page, Pull

TOTAL = {"period": "day", "metric_type": "total_value"}


async def land(pull: Pull, client: InstagramClient, days: Sequence[date]) -> list[date]:
    """Lands the totals of each day that has any; the days that were answered. Raises CallFailed."""
    counts = await insights.told(pull, client, "day", [_thing(client, day) for day in days])
    things = [_thing(client, day, breakdown="follow_type") for day in days]
    follows = await insights.told(pull, client, "day_follows", things)
    answered = []
    for day in days:
        both = (counts[day.isoformat()], follows[day.isoformat()])
        failure = both[0].failure or both[1].failure
        if failure is not None:
            pull.leave(f"totals of {day}", failure)
            continue
        _take(pull, day, *both)
        answered.append(day)
    return answered


def _thing(client: InstagramClient, day: date, **params: str) -> Thing:
    window = {"since": str(epoch(start(day))), "until": str(epoch(start(day + A_DAY)))}
    return Thing(day.isoformat(), client.account_id, {**TOTAL, **params, **window})


def _take(pull: Pull, day: date, counts: Told, follows: Told) -> None:
    values = {
        name: value for name, value in {**counts.values, **_by_type(follows)}.items() if value is not None
    }
    if not values:
        return
    page = Page("insights", 1, counts.at, start(day), start(day + A_DAY), "total_value")
    pull.take(partial(records.utc_day, day), values, page)
    pull.saw(start(day + A_DAY))


def _by_type(told: Told) -> dict[str, Any]:
    """Follows under FOLLOWER and unfollows under NON_FOLLOWER; empty until the day is ready."""
    parts = [
        part for entry in told.entries for part in (entry.get("total_value") or {}).get("breakdowns") or ()
    ]
    return {
        str(result["dimension_values"][0]).upper(): result["value"]
        for part in parts
        for result in part.get("results") or ()
    }
