"""The timeIntervals of LinkedIn's statistics: read, checked, cut into buckets of UTC days."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from twin.fakes.epoch import EPOCH, milliseconds
from twin.fakes.linkedin_refusals import bad_interval
from twin.social import SocialAccount

HISTORY = timedelta(days=365)
DAY = timedelta(days=1)
Bucket = tuple[date, date]  # first day, and the one after the last


def buckets(given: Any, allowed: tuple[str, ...], now: datetime) -> list[Bucket]:
    """The buckets that a timeIntervals asks for; raises Refused. Moments are cut to UTC days."""
    try:
        stretch, size = given["timeRange"], given["timeGranularityType"]
        start, end = _day(stretch["start"]), _day(stretch.get("end", milliseconds(now)))
    except (TypeError, KeyError, ValueError, AttributeError, OverflowError):
        raise bad_interval("expected (timeRange:(start:..,end:..),timeGranularityType:..)") from None
    if size not in allowed:
        raise bad_interval(f"timeGranularityType must be one of {', '.join(allowed)}")
    if start >= end:
        raise bad_interval("start must be before end")
    if start < now.date() - HISTORY:
        raise bad_interval("start is beyond the last 12 months")
    if end > now.date() + DAY:
        raise bad_interval("end is in the future")
    return list(_cut(start, end, size))


def ranged(bucket: Bucket) -> dict[str, int]:
    """The bucket as an answer names it, in milliseconds; the end is not included."""
    start, end = (milliseconds(datetime.combine(day, time())) for day in bucket)
    return {"start": start, "end": end}


def figures(
    account: SocialAccount, bucket: Bucket, now: datetime, of_day: Callable[[dict[str, int]], dict[str, int]]
) -> dict[str, int] | None:
    """Sums over the days of a bucket that are told at `now`; None where there is none."""
    days = [
        account.day(date.fromordinal(number), "UTC", now)
        for number in range(bucket[0].toordinal(), bucket[1].toordinal())
    ]
    told = [of_day(day) for day in days if day is not None]
    return {name: sum(day[name] for day in told) for name in told[0]} if told else None


def _day(value: Any) -> date:
    return (EPOCH + timedelta(milliseconds=int(value))).date()


def _cut(start: date, end: date, size: str) -> Iterator[Bucket]:
    while start < end:
        following = min(_following(start, size), end)
        yield start, following
        start = following


def _following(day: date, size: str) -> date:
    if size == "MONTH":
        return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return day + (timedelta(days=7 - day.weekday()) if size == "WEEK" else DAY)
