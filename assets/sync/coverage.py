"""Which stretches of time have been read: intervals that are merged, and the gaps between them."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple


class Stretch(NamedTuple):
    """From `start` to `end`, naive UTC, the end not included."""

    start: datetime
    end: datetime


class Coverage:
    """The stretches that have been read without a hole."""

    def __init__(self, stretches: Iterable[Stretch] = ()) -> None:
        self._stretches = _merged(stretches)

    def add(self, start: datetime, end: datetime) -> None:
        """Counts the stretch as read; nothing where it is empty."""
        if start < end:
            self._stretches = _merged([*self._stretches, Stretch(start, end)])

    def forget(self, start: datetime, end: datetime) -> None:
        """Counts the stretch as not read."""
        before = (Stretch(each.start, min(each.end, start)) for each in self._stretches)
        after = (Stretch(max(each.start, end), each.end) for each in self._stretches)
        self._stretches = _merged((*before, *after))

    def gaps(self, start: datetime, end: datetime) -> list[Stretch]:
        """What of the stretch has not been read, oldest first."""
        found, reached = [], start
        for stretch in self._stretches:
            if stretch.end <= reached or stretch.start >= end:
                continue
            if stretch.start > reached:
                found.append(Stretch(reached, stretch.start))
            reached = max(reached, stretch.end)
        return [*found, Stretch(reached, end)] if reached < end else found

    @property
    def stretches(self) -> list[Stretch]:
        """Everything that has been read, oldest first."""
        return list(self._stretches)


def _merged(stretches: Iterable[Stretch]) -> list[Stretch]:
    merged: list[Stretch] = []
    # A stretch that was cut off before it begins is none.
    for stretch in sorted(each for each in stretches if each.start < each.end):
        if merged and stretch.start <= merged[-1].end:
            merged[-1] = Stretch(merged[-1].start, max(merged[-1].end, stretch.end))
        else:
            merged.append(stretch)
    return merged
