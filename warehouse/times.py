"""Moments as people and platforms write them, time zones, durations, and the only clock."""

import re
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from warehouse.refusals import Refusal, near

FIRST_YEAR, LAST_YEAR = 1970, 2199
NO_PLACES = {"localtime", "Factory"}
_MOMENT = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)"
    r"(?:[Tt ](?P<clock>\d\d:\d\d)(?P<seconds>:\d\d)?(?:[.,](?P<fraction>\d{1,9}))?"
    r" ?(?P<zone>[Zz]|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?",
    re.ASCII,
)
_DURATION = re.compile(r"(?P<count>[1-9]\d{0,5})(?P<unit>[smhd])", re.ASCII)
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


class MomentError(Refusal):
    """Not a moment, a time zone or a duration."""


class Moment(NamedTuple):
    """A point in time as naive UTC, and whether its text named a zone or the business's zone was taken."""

    at: datetime
    has_zone: bool


def now() -> datetime:
    """The clock: naive UTC in whole seconds. Only the command line and Dagster assets call it."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def parse_moment(text: str, zone: str) -> Moment:
    """The moment that an ISO 8601 text means; without a zone it is local time of `zone`, a day its midnight.

    A wall time that a daylight-saving change skips moves forward, one that comes twice is the first.
    Raises MomentError with what was expected and what came.
    """
    match = _MOMENT.fullmatch(text.strip()) if isinstance(text, str) else None
    if match is None:
        raise MomentError("a date and time (ISO 8601, such as 2026-02-08T10:00:00Z)", text)
    try:
        if match["zone"] == "Z":  # what most programs write
            return Moment(_in_years(datetime.fromisoformat(match[0][:-1].rstrip()), text), True)
        written = datetime.fromisoformat(_normalised(match))
        local = written if written.tzinfo else written.replace(tzinfo=time_zone(zone))
        at = local.astimezone(UTC).replace(tzinfo=None)
    except MomentError:
        raise
    except (ValueError, OverflowError):
        raise MomentError("a date and time that exists", text) from None
    return Moment(_in_years(at, text), written.tzinfo is not None)


def _in_years(at: datetime, text: str) -> datetime:
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise MomentError(f"a date in the years {FIRST_YEAR} to {LAST_YEAR}", text)
    return at


def time_zone(name: str) -> ZoneInfo:
    """The IANA time zone of that name; raises MomentError with near names."""
    if name not in _zone_names():
        raise MomentError("an IANA time zone", name, near(name, _zone_names()) or _of_city(name))
    return ZoneInfo(name)


def local_time(at: datetime, zone: str) -> datetime:
    """The wall clock (naive) in `zone` at a moment of naive UTC."""
    return at.replace(tzinfo=UTC).astimezone(time_zone(zone)).replace(tzinfo=None)


def parse_duration(text: str) -> timedelta:
    """The elapsed time that 5s, 30m, 12h or 14d means; raises MomentError."""
    match = _DURATION.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise MomentError("a duration such as 30s, 5m, 12h or 14d", text)
    return timedelta(**{_UNITS[match["unit"]]: int(match["count"])})


@cache
def _zone_names() -> frozenset[str]:
    return frozenset(available_timezones() - NO_PLACES)


def _of_city(name: str) -> str:
    cities = {zone.rpartition("/")[2].casefold(): zone for zone in sorted(_zone_names())}
    zone = cities.get(name.casefold().replace(" ", "_"))
    return f"did you mean {zone}?" if zone else ""


def _normalised(match: re.Match[str]) -> str:
    if match["clock"] is None:
        return match["day"]
    fraction = f".{match['fraction'][:6].ljust(6, '0')}" if match["fraction"] else ""
    zone = match["zone"] or ""
    zone = "+00:00" if zone.upper() in ("Z", "UTC", "GMT") else zone
    return f"{match['day']}T{match['clock']}{match['seconds'] or ':00'}{fraction}{zone}"
