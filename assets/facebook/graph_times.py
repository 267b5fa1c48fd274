"""Moments as the Graph API takes them, and the Pacific days in which Meta counts."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

PACIFIC = "America/Los_Angeles"


def epoch(moment: datetime) -> int:
    """Unix seconds of a moment of naive UTC."""
    return int(moment.replace(tzinfo=UTC).timestamp())


def midnight(day: date) -> datetime:
    """When a Pacific day begins, naive UTC: 07:00 in summer, 08:00 in winter."""
    return datetime.combine(day, time(), ZoneInfo(PACIFIC)).astimezone(UTC).replace(tzinfo=None)


def window(first: date, last: date) -> tuple[datetime, datetime]:
    """When the Pacific days from first to last begin and end, naive UTC."""
    return midnight(first), midnight(last + timedelta(days=1))
