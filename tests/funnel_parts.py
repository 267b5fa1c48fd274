"""Events, and funnels as almanac.yaml has them, for the plain restatement of DEFINITIONS.md §1.3."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

NONE = "(none)"
EARLIEST, LATEST = datetime(1, 1, 1), datetime(9999, 1, 1)


@dataclass(frozen=True)
class Event:
    """What one person did at one moment (UTC, without zone)."""

    id: str
    name: str
    at: datetime
    person: str
    session: str = "s"
    properties: dict[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Step:
    """An event by name ("*" is any) with the values that its properties may have."""

    name: str
    where: dict[str, list[Any]] = field(default_factory=dict, hash=False)
    optional: bool = False
    first_time: str | None = None

    def is_met_by(self, event: Event) -> bool:
        return self.name in ("*", event.name) and all(
            any(_equal(event.properties.get(name), value) for value in values)
            for name, values in self.where.items()
        )


@dataclass(frozen=True)
class Exclusion:
    """An event that spoils a run between two steps, counted from 1."""

    event: Step
    from_step: int
    to_step: int


@dataclass(frozen=True)
class Funnel:
    """A funnel as almanac.yaml has it."""

    steps: tuple[Step, ...]
    order: str = "ordered"
    window: timedelta = timedelta(days=14)
    clip_to_range: bool = False
    days: tuple[date, date] | None = None
    unit: str = "user"
    exclusions: tuple[Exclusion, ...] = ()
    properties: tuple[str, ...] = ()
    attribution: str = "first_touch"
    attribution_step: int | None = None
    at: str = "event"
    zone: str = "UTC"

    @property
    def required(self) -> list[int]:
        """Numbers of the steps that a run cannot leave out."""
        return [
            number
            for number, step in enumerate(self.steps, start=1)
            if self.order == "unordered" or not step.optional
        ]

    def bounds(self) -> tuple[datetime, datetime]:
        """The first moment of the range and the first one after it."""
        if self.days is None:
            return EARLIEST, LATEST
        first, last = self.days
        return self._midnight(first), self._midnight(last + timedelta(days=1))

    def _midnight(self, day: date) -> datetime:
        local = datetime.combine(day, time(), ZoneInfo(self.zone))
        return local.astimezone(ZoneInfo("UTC")).replace(tzinfo=None)

    def until(self, start: datetime) -> datetime:
        """The last moment of a run's window."""
        _, end = self.bounds()
        closes = start + self.window
        return min(closes, end - timedelta(microseconds=1)) if self.clip_to_range else closes

    def value(self, event: Event) -> str:
        """What an event is shown under; a zero is a value, an empty text is none."""
        values = [event.properties.get(name) for name in self.properties]
        if self.is_empty(event):
            return NONE
        return " / ".join(NONE if value in (None, "") else _text(value) for value in values)

    def is_empty(self, event: Event) -> bool:
        return all(event.properties.get(name) in (None, "") for name in self.properties)


def _equal(given: Any, wanted: Any) -> bool:
    """Numbers as numbers, true and false as such, everything else as text."""
    if given is None:
        return False
    if isinstance(given, bool) or isinstance(wanted, bool):
        return _text(given) == _text(wanted)
    try:
        return float(given) == float(wanted)
    except ValueError:
        return _text(given) == _text(wanted)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
