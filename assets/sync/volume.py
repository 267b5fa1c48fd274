"""Streams that went silent: syncs that say that all is well, and bring nothing where there were rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from assets.sync import ledger
from assets.sync.contract import contract
from assets.sync.ledger import OK, Attempt
from assets.sync.memory import SLACK
from warehouse.home import Home

LOOKED_AT = 500  # attempts of a stream: three weeks of hourly ones
A_DAY, REMEMBERED = timedelta(days=1), timedelta(days=14)


@dataclass(frozen=True)
class Silence:
    """A stream without rows since `since`, that had `rows` before, within two weeks."""

    business_id: str
    platform: str
    account_id: str
    stream: str
    since: datetime
    rows: int

    @property
    def words(self) -> str:
        before = f"{self.rows:,} rows in the {REMEMBERED.days} days before"
        who = f"{self.business_id}/{self.platform} {self.account_id} {self.stream}"
        return f"{who}: not one row since {self.since:%Y-%m-%d %H:%M} UTC, {before}"


def silences(home: Home, platform: str) -> list[Silence]:
    """The streams of a platform that went silent, although their syncs are well."""
    attempts = ledger.newest(home, platform, LOOKED_AT)
    by_stream = groupby(attempts, key=lambda each: (each.business_id, each.account_id, each.stream))
    streams = contract(platform).streams
    found = [
        _silence(list(of_stream), streams[key[2]].every)
        for key, of_stream in by_stream
        if key[2] in streams and not streams[key[2]].may_be_quiet
    ]
    return [silence for silence in found if silence]


def _silence(attempts: Sequence[Attempt], every: timedelta) -> Silence | None:
    """Whether the attempts (newest first) of the last day or round brought nothing, and earlier ones did.

    An hourly stream may have quiet hours; a whole day without any row is another thing.
    """
    well = [attempt for attempt in attempts if attempt.status == OK]
    if not well or attempts[0].status != OK:
        return None
    newest = well[0]
    begin = newest.started_at - max(every, A_DAY) + SLACK
    recent = [attempt for attempt in well if attempt.started_at > begin]
    before = [attempt for attempt in well if begin - REMEMBERED < attempt.started_at <= begin]
    rows = sum(attempt.rows for attempt in before)
    if any(attempt.rows for attempt in recent) or not rows:
        return None
    return Silence(
        newest.business_id, newest.source, newest.account_id, newest.stream, recent[-1].started_at, rows
    )
