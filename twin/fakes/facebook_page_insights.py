"""Insights of a fake Facebook Page: Pacific days, rolling totals, and addresses of pages without end."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from twin.fakes.epoch import seconds
from twin.fakes.facebook_post_insights import refuse_dead
from twin.fakes.graph_call import Call
from twin.fakes.graph_error import GraphError
from twin.fakes.graph_paging import address
from twin.fakes.graph_times import ZONE, boundary, midnight, pacific_day, written
from twin.social import SocialAccount

WINDOW = timedelta(days=90)
HISTORY = timedelta(days=730)
ROLLING = {"day": 1, "week": 7, "days_28": 28}
OVERLAP = 0.6  # of the people of many days, so many are people of one day only
Figures = dict[str, int]

SUMMED: dict[str, Callable[[Figures], int]] = {
    "page_media_view": lambda day: day["views"],
    "page_post_engagements": lambda day: max(day["interactions"], 0),
    "page_views_total": lambda day: day["profile_views"],
    "page_video_views": lambda day: day["video_views"],
    "page_video_view_time": lambda day: day["video_views"] * 9_000,
    "page_video_complete_views_30s": lambda day: day["video_views"] // 5,
    "page_daily_follows": lambda day: day["follows"],
    "page_total_actions": lambda day: day["website_clicks"],
    "page_actions_post_reactions_total": lambda day: max(day["likes"], 0),
}
UNIQUE: dict[str, Callable[[Figures], int]] = {
    "page_total_media_view_unique": lambda day: day["reach"],
    "page_daily_follows_unique": lambda day: day["follows"],
    "page_daily_unfollows_unique": lambda day: day["unfollows"],
    "page_lifetime_engaged_followers_unique": lambda day: day["accounts_engaged"],
}
BY_PLACE = {"page_follows_country": "country", "page_follows_city": "city"}
TOTAL = "page_follows"  # a running total, also with period=day
ALIVE = {**SUMMED, **UNIQUE, **BY_PLACE, TOTAL: None}


def answer(
    call: Call, host: str, account: SocialAccount, now: datetime, retired: str | None
) -> dict[str, Any]:
    """An entry for each metric with a value for each closed Pacific day of the window."""
    names, period = call.words("metric"), call.params.get("period", "day")
    refuse_dead(names, ALIVE, retired)
    if period not in ROLLING or any(name not in {**SUMMED, **UNIQUE} and period != "day" for name in names):
        raise GraphError(f"(#100) {names[0]} is incompatible with the requested period", 100)
    since, until = _window(call, now)
    days = _days(since, until, now)
    entries = [_entry(account, name, period, days, now) for name in names]
    length = until - since
    paging = {
        "previous": address(call, host, since=seconds(since - length), until=seconds(since)),
        "next": address(call, host, since=seconds(until), until=seconds(until + length)),
    }
    return {"data": [entry for entry in entries if entry["values"]], "paging": paging}


def _window(call: Call, now: datetime) -> tuple[datetime, datetime]:
    until = boundary(call, "until") or midnight(pacific_day(now))
    since = boundary(call, "since") or until - timedelta(days=2)
    if until - since > WINDOW:
        told = "(#100) There cannot be more than 90 days (7776000 s) between since and until"
        raise GraphError(told, 100)
    return since, until


def _days(since: datetime, until: datetime, now: datetime) -> list[date]:
    """The days from that of `since` on that have been closed by `until`, and that are kept."""
    day, days = max(pacific_day(since), pacific_day(now - HISTORY)), []
    while (closed := midnight(day + timedelta(days=1))) <= min(until, now):
        days.append(day)
        day = pacific_day(closed)
    return days


def _entry(account: SocialAccount, name: str, period: str, days: list[date], now: datetime) -> dict[str, Any]:
    values = []
    for day in days:
        value = _value(account, name, ROLLING[period], day, now)
        if value is not None:
            values.append({"value": value, "end_time": written(midnight(day + timedelta(days=1)))})
    return {
        "name": name,
        "period": period,
        "values": values,
        "title": name.replace("_", " "),
        "description": "",
        "id": f"{account.profile.account_id}/insights/{name}/{period}",
    }


def _value(account: SocialAccount, name: str, length: int, day: date, now: datetime) -> Any:
    """None for a day of which the platform knows nothing."""
    if (of_day := account.day(day, ZONE, now)) is None:
        return None
    if name == TOTAL:
        return account.followers(midnight(day + timedelta(days=1)))
    if name in BY_PLACE:
        return dict(account.demographics(midnight(day + timedelta(days=1)))[BY_PLACE[name]])
    counted = {**SUMMED, **UNIQUE}[name]
    others = [account.day(day - timedelta(days=back), ZONE, now) for back in range(1, length)]
    whole = counted(of_day) + sum(counted(other) for other in others if other)
    return int(whole * OVERLAP) if name in UNIQUE and length > 1 else whole
