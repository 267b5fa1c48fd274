"""TikTok's moments: Unix seconds in videos, Unix milliseconds in cursors."""

from datetime import UTC, datetime, timedelta
from typing import Any

from warehouse.refusals import Refusal

LATEST_SECONDS = 10_000_000_000  # more are milliseconds
EPOCH = datetime(1970, 1, 1)


def moment(seconds: Any) -> datetime:
    """Naive UTC of Unix seconds, as number or text; raises Refusal for milliseconds and for no number."""
    if not str(seconds).isdecimal() or int(seconds) > LATEST_SECONDS:
        raise Refusal("Unix seconds", seconds)
    return datetime.fromtimestamp(int(seconds), UTC).replace(tzinfo=None)


def at(cursor: int) -> datetime:
    """The moment (naive UTC) at which a cursor stands."""
    return EPOCH + timedelta(milliseconds=cursor)


def milliseconds(at: datetime) -> int:
    """The cursor that stands at a moment of naive UTC: Unix milliseconds."""
    return (at - EPOCH) // timedelta(milliseconds=1)
