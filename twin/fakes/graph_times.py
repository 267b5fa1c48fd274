"""Moments of the fake Graph API as it writes them, and the Pacific days that insights are cut into."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from twin.fakes.epoch import EPOCH
from twin.fakes.graph_call import Call
from twin.fakes.graph_error import GraphError

ZONE = "America/Los_Angeles"
PACIFIC = ZoneInfo(ZONE)


def written(moment: datetime) -> str:
    """A moment of naive UTC as the platform writes it: +0000 without a colon."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S+0000")


def midnight(day: date) -> datetime:
    """When a Pacific day begins, naive UTC: 07:00 in summer, 08:00 in winter."""
    return datetime.combine(day, time(), PACIFIC).astimezone(UTC).replace(tzinfo=None)


def pacific_day(moment: datetime) -> date:
    """The Pacific day in which a moment of naive UTC lies."""
    return moment.replace(tzinfo=UTC).astimezone(PACIFIC).date()


def boundary(call: Call, name: str) -> datetime | None:
    """The parameter since or until, naive UTC: unix seconds, or a day, whose Pacific midnight is meant."""
    text = call.params.get(name)
    if text is None:
        return None
    if text.isascii() and text.isdigit():
        return EPOCH + timedelta(seconds=int(text))
    try:
        return midnight(date.fromisoformat(text))
    except ValueError:
        raise GraphError(f"(#100) Param {name} must be a valid time", 100) from None
