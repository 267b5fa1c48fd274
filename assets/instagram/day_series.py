"""Series of an account: a value for each Pacific day, dated by the moment at which the day ends."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

from assets.facebook.graph_times import epoch, midnight, window
from assets.instagram import insights, records
from assets.instagram.client import InstagramClient
from assets.instagram.insights import Thing, Told
from assets.sync.pull import Page, Pull

DAY = timedelta(days=1)
NEW_FOLLOWERS_KEPT = 29  # days; the platform says 30, by a clock of its own


async def land(pull: Pull, client: InstagramClient, days: Sequence[date]) -> list[date]:
    """Lands the series of days without a hole between them; those that were answered. Raises CallFailed."""
    told = await _asked(pull, client, "series", days)
    oldest = pull.connection.now().date() - NEW_FOLLOWERS_KEPT * DAY
    followers = await _asked(pull, client, "series_followers", [day for day in days if day >= oldest])
    failure = told.failure or followers.failure
    if failure is not None:
        pull.leave(f"series of {days[0]} to {days[-1]}", failure)
        return []
    values = _by_day(told, followers)
    for day in days:
        if day in values:
            page = Page("insights", 1, told.at, *window(day, day), "time_series")
            pull.take(partial(records.pacific_day, day), values[day], page)
            pull.saw(midnight(day + DAY))
    return list(days)


async def _asked(pull: Pull, client: InstagramClient, group: str, days: Sequence[date]) -> Told:
    if not days:
        return Told([], pull.connection.now())
    since, until = window(days[0], days[-1])
    asked = {"since": f"{epoch(since)}", "until": f"{epoch(until)}"}
    params = {"period": "day", "metric_type": "time_series", **asked}
    return (await insights.told(pull, client, group, [Thing(group, client.account_id, params)]))[group]


def _by_day(*answers: Told) -> dict[date, dict[str, Any]]:
    """The values of each day by metric. Days beside the window may be in it: end_time runs ahead at times."""
    found: dict[date, dict[str, Any]] = {}
    for told in answers:
        for entry in told.entries:
            for value in entry.get("values") or ():
                if value.get("value") is not None:
                    found.setdefault(records.day_of(value["end_time"]), {})[entry["name"]] = value["value"]
    return found
