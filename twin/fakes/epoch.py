"""Moments as platforms count them: since the beginning of 1970, in seconds or in milliseconds."""

from datetime import datetime, timedelta

EPOCH = datetime(1970, 1, 1)


def seconds(moment: datetime) -> int:
    """Whole Unix seconds of naive UTC."""
    return (moment - EPOCH) // timedelta(seconds=1)


def milliseconds(moment: datetime) -> int:
    """Whole Unix milliseconds of naive UTC."""
    return (moment - EPOCH) // timedelta(milliseconds=1)
