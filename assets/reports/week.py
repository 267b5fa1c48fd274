"""Which week and which of its days a report covers. Pure arithmetic: no clock, no database."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from warehouse.times import local_time, time_zone

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True)
class Week:
    """The complete days `first` to `last` of one week, and the same days of the week before."""

    first: date
    last: date
    timezone: str

    @property
    def days(self) -> int:
        """How many complete days the report covers: 1 to 7."""
        return (self.last - self.first).days + 1

    @property
    def is_whole(self) -> bool:
        return self.days == 7

    @property
    def previous(self) -> "Week":
        """The same days one week earlier: what this week is compared with."""
        return Week(self.first - timedelta(days=7), self.last - timedelta(days=7), self.timezone)

    @property
    def starts_at(self) -> datetime:
        """The moment (naive UTC) of the local midnight with which the first day begins."""
        return _midnight(self.first, self.timezone)

    @property
    def ends_at(self) -> datetime:
        """The moment (naive UTC) of the local midnight with which the last day ends."""
        return _midnight(self.last + timedelta(days=1), self.timezone)


def covered(as_of: datetime, timezone: str, week_starts: str) -> Week:
    """The week that holds the local yesterday of `as_of` (naive UTC), up to and with that day.

    On a Sunday evening that is Monday to Saturday, or all seven days where weeks start on Sunday.
    """
    yesterday = local_date(as_of, timezone) - timedelta(days=1)
    into_week = (yesterday.weekday() - DAYS.index(week_starts)) % 7
    return Week(yesterday - timedelta(days=into_week), yesterday, timezone)


def local_date(as_of: datetime, timezone: str) -> date:
    """The date on the wall of the business at a moment of naive UTC."""
    return local_time(as_of, timezone).date()


def _midnight(day: date, timezone: str) -> datetime:
    local = datetime.combine(day, time.min, tzinfo=time_zone(timezone))
    return local.astimezone(UTC).replace(tzinfo=None)
