"""When things happen: local calendars of a time zone turned into naive UTC, daylight saving included."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from twin.world import Period

# A working day seen from the inbox: few at night, most before noon and in the early evening.
HOURS = np.array([1, 1, 0.5, 0.5, 0.5, 1, 3, 6, 9, 11, 11, 10, 8, 8, 9, 9, 8, 8, 9, 9, 8, 6, 4, 2])
WEEKDAYS = (1.15, 1.1, 1.05, 1.0, 0.95, 0.7, 0.75)


def utc(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The naive UTC moment of a local wall time; an ambiguous one is its first occurrence."""
    return datetime.combine(day, at, zone).astimezone(UTC).replace(tzinfo=None)


def local(moment: datetime, zone: ZoneInfo) -> datetime:
    """The wall time, without zone, that a clock on the business's wall shows at a naive UTC moment."""
    return moment.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)


def iso(moment: datetime) -> str:
    """A naive UTC moment as APIs write it: 2026-02-08T10:00:00Z."""
    return moment.isoformat(timespec="seconds") + "Z"


def days(period: Period, zone: ZoneInfo) -> list[date]:
    """The local days that the period touches, in order."""
    first, last = local(period.start, zone).date(), local(period.end, zone).date()
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def arrivals(
    rng: np.random.Generator, period: Period, zone: ZoneInfo, level: Callable[[date], float], number: int
) -> list[datetime]:
    """`number` moments inside the period, sorted: busy and quiet weeks by `level`, working days and hours."""
    calendar = days(period, zone)
    weights = np.array([level(day) * WEEKDAYS[day.weekday()] for day in calendar])
    found: list[datetime] = []
    while len(found) < number:
        drawn = rng.choice(len(calendar), size=number, p=weights / weights.sum())
        hours = rng.choice(24, size=number, p=HOURS / HOURS.sum())
        seconds = rng.integers(3600, size=number)
        drawings = zip(drawn.tolist(), hours.tolist(), seconds.tolist(), strict=True)
        moments = (_at(calendar[day], hour, second, zone) for day, hour, second in drawings)
        found += [moment for moment in moments if period.start <= moment <= period.end]
    return sorted(found[:number])


def habitual(
    rng: np.random.Generator,
    period: Period,
    zone: ZoneInfo,
    habits: Iterable[tuple[int, int]],
    number: int,
    by_chance: int | None = None,
) -> list[datetime]:
    """`number` publishing moments, sorted: at habitual hours but for `by_chance` of them, else one of eight.

    Nobody publishes twice in an hour, unless there are more posts than hours. The period must hold a day.
    """
    calendar = days(period, zone)
    hours = [(day, hour) for day in calendar for weekday, hour in habits if day.isoweekday() == weekday]
    unusual = _inside([(day, hour) for day in calendar for hour in range(7, 23)], period, zone)
    usual = _inside(hours, period, zone) or unusual
    by_chance = number // 8 if by_chance is None else by_chance
    starts = _some(rng, usual, number - by_chance) + _some(rng, unusual, by_chance)
    minutes = rng.choice([0, 0, 0, 15, 30, 30, 45, 52], size=number).tolist()
    return sorted(start + timedelta(minutes=minute) for start, minute in zip(starts, minutes, strict=True))


def _inside(hours: list[tuple[date, int]], period: Period, zone: ZoneInfo) -> list[datetime]:
    """The beginnings of those hours that lie in the period as a whole."""
    starts = (_at(day, hour, 0, zone) for day, hour in hours)
    return [start for start in starts if period.start <= start <= period.end - timedelta(hours=1)]


def _some(rng: np.random.Generator, moments: list[datetime], number: int) -> list[datetime]:
    """`number` of the moments, each once if there are enough."""
    drawn = rng.choice(len(moments), size=number, replace=number > len(moments))
    return [moments[index] for index in drawn]


def _at(day: date, hour: int, second: int, zone: ZoneInfo) -> datetime:
    return utc(day, time(hour, second // 60, second % 60), zone)
