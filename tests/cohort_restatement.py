"""Cohorts once more in plain Python, by their definition: slow, and sharing nothing with the SQL."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
DAYS = (1, 3, 7, 14, 30, 60, 90)
Event = dict[str, Any]
Filter = tuple[str, dict[str, list[str]]]


@dataclass(frozen=True)
class Cohort:
    """One analysis of one business, with what of the business it rests on."""

    entry: Filter
    returning: Filter
    period: str
    kind: str
    periods: int
    timezone: str
    week_starts: str

    def start(self, moment: datetime) -> datetime:
        """When the calendar period began that holds the moment, in local time; an hour knows its offset."""
        local = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(self.timezone))
        if self.period == "hour":
            # With its own offset: Python takes the two hours of a night in autumn that share a name for one.
            offset = timezone(local.utcoffset() or timedelta())
            return local.replace(minute=0, second=0, microsecond=0, tzinfo=offset)
        day = local.date()
        while self.period == "week" and WEEKDAYS[day.weekday()] != self.week_starts:
            day -= timedelta(days=1)
        return midnight(day.replace(day=1) if self.period == "month" else day)

    def age(self, first: datetime, later: datetime) -> int:
        """How many periods lie between the starts of two."""
        if self.period == "hour":
            return round((later - first).total_seconds() / 3600)
        if self.period == "month":
            return 12 * (later.year - first.year) + later.month - first.month
        return (later.date() - first.date()).days // (7 if self.period == "week" else 1)


@dataclass(frozen=True)
class Member:
    """A person in a cohort: when they came, in which period, and when they did what was wanted of them."""

    person: str
    start: datetime
    entered_at: datetime
    converted_at: datetime | None


def midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def matches(event: Event, wanted: Filter) -> bool:
    """Whether the event has the name, or any name will do, and one of the values of each property."""
    name, properties = wanted
    held = event["properties"] | {"country": event["country"]}
    return name in ("*", event["event"]) and all(
        held.get(key) is not None and str(held[key]) in values for key, values in properties.items()
    )


def at_once(cohort: Cohort, event: Event, entered_at: datetime) -> bool:
    """Whether the event came at the moment of the entry and is no entry itself."""
    return event["occurred_at"] == entered_at and not matches(event, cohort.entry)


def members(cohort: Cohort, events: list[Event]) -> Iterator[Member]:
    """Everybody who is in a cohort, once for each cohort that they are in."""
    entries = defaultdict(list)
    for event in sorted(events, key=lambda each: each["occurred_at"]):
        if matches(event, cohort.entry):
            start = cohort.start(event["occurred_at"]) if cohort.kind == "recurring" else None
            entries[event["person"], start].append(event)
    for (person, _), own in entries.items():
        entered_at = own[0]["occurred_at"]
        wanted = (
            event["occurred_at"]
            for event in events
            if event["person"] == person and matches(event, cohort.returning)
            and (event["occurred_at"] > entered_at or at_once(cohort, event, entered_at))
        )  # fmt: skip
        yield Member(person, cohort.start(entered_at), entered_at, min(wanted, default=None))


def retention(
    cohort: Cohort, events: list[Event], payments: list[Event], as_of: datetime
) -> dict[tuple[Any, int], tuple[Any, ...]]:
    """By start of the cohort and age: size, users on, on or later, value, whether the period is over."""
    sales = [payment for payment in payments if payment["kind"] != "failed"]
    cohorts = defaultdict(list)
    for member in members(cohort, events):
        cohorts[member.start].append(member)
    seen = defaultdict(set)
    for event in events:
        if matches(event, cohort.returning):
            seen[event["person"]].add(cohort.start(event["occurred_at"]))
    found = {}
    for start, own in cohorts.items():
        ages = [{cohort.age(start, each) for each in seen[member.person]} for member in own]
        persons = {member.person for member in own}
        running = cohort.age(start, cohort.start(as_of))
        for age in range(cohort.periods + 1):
            paid = [
                sale["reporting_minor"]
                for sale in sales
                if sale["person"] in persons and cohort.age(start, cohort.start(sale["occurred_at"])) == age
            ]
            on = len(own) if age == 0 else sum(age in each for each in ages)
            later = len(own) if age == 0 else sum(any(one >= age for one in each) for each in ages)
            value = sum(amount or 0 for amount in paid) if sales else None
            found[start, age] = (len(own), on, later, value, age < running)
    return found


def conversion(
    cohort: Cohort, events: list[Event], as_of: datetime
) -> dict[tuple[Any, int], tuple[int, ...]]:
    """By start of the cohort and days: size, those whose days have passed, who of them converted."""
    cohorts = defaultdict(list)
    for member in members(cohort, events):
        cohorts[member.start].append(member)
    found = {}
    for start, own in cohorts.items():
        for days in DAYS:
            window = timedelta(days=days)
            mature = [member for member in own if member.entered_at + window <= as_of]
            done = [
                member for member in mature
                if member.converted_at is not None and member.converted_at - member.entered_at <= window
            ]  # fmt: skip
            found[start, days] = (len(own), len(mature), len(done))
    return found
