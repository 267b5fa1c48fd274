"""Which days of an account are to be read, in windows as long as the platform takes, and which are lost."""

from datetime import date, datetime, time, timedelta

from assets.sync.contract import StreamContract
from assets.sync.coverage import Coverage, Stretch

Window = tuple[date, date]  # first and last day
BEGINNING = date(2005, 1, 1)
A_DAY = timedelta(days=1)


def start(day: date) -> datetime:
    """The first moment of a day, in whatever zone it is cut."""
    return datetime.combine(day, time())


def last_closed(rules: StreamContract, today: date) -> date:
    """The newest day that can be read while `today` is running."""
    return today - timedelta(days=1 + rules.closed_after_days)


def horizon(rules: StreamContract, today: date) -> date:
    """The oldest day that the platform still gives."""
    return today - timedelta(days=rules.history_days) if rules.history_days else BEGINNING


def windows(first: date, last: date, rules: StreamContract) -> list[Window]:
    """The days from first to last, both included, cut into windows; none where first is after last."""
    length = timedelta(days=(rules.window_days or 1) - 1)
    found: list[Window] = []
    while first <= last:
        found.append((first, min(first + length, last)))
        first = found[-1][1] + A_DAY
    return found


def unread(
    coverage: Coverage, rules: StreamContract, first: date, today: date, last_ok: datetime | None
) -> list[Window]:
    """The windows of days from `first` on that have not been read, or were read while they were young.

    `last_ok`: when the stream was read well last; what was young then is young no more, but may have changed.
    """
    last = last_closed(rules, today)
    before = last_ok.date() - timedelta(days=rules.closed_after_days) if last_ok else last
    settled = start(min(last, before) - timedelta(days=rules.look_back_days - 1))
    known = Coverage(Stretch(begin, min(end, settled)) for begin, end in coverage.stretches)
    gaps = known.gaps(start(first), start(last + A_DAY)) if first <= last else []
    return [window for begin, end in gaps for window in windows(begin.date(), end.date() - A_DAY, rules)]


def lost(coverage: Coverage, oldest: date) -> Window | None:
    """The days after the newest that was read and before the oldest that is still given; None if none are."""
    read = coverage.stretches
    return (read[-1].end.date(), oldest - A_DAY) if read and read[-1].end < start(oldest) else None
