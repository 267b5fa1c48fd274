"""The asset `ga4/report_days`: what GA4 reports of a property, day by day, as told when it was asked."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

import dagster as dg

from assets.calling.failures import NothingCame
from assets.ga4 import records
from assets.ga4.answers import Reported
from assets.ga4.client import ENDPOINT, GA4Client
from assets.ga4.dialect import manners
from assets.ga4.history import days_with_rows
from assets.ga4.records import ReportDay
from assets.sync import syncing
from assets.sync.days import A_DAY
from assets.sync.days import start as start_of
from assets.sync.pull import Page, Pull
from assets.sync.stream import Stream
from assets.sync.syncing import SyncConfig
from assets.taking import OWNERS
from warehouse.resources import Warehouse
from warehouse.times import MomentError, local_time, time_zone

LATE = "ga4_late_days_read_on"
LONGEST_SILENCE = 30  # days without a row, after which the older ones are not asked for


@dataclass
class Reading:
    """The days of a property while they are read, the newest first.

    Reports without a row wait until any has one: a property of which nothing comes at all is the wrong one,
    or GA4's mistake, and must neither empty days that were there nor count as read.
    """

    pull: Pull
    client: GA4Client
    zone: str
    has_rows: bool = False
    waiting: list[list[Reported]] = field(default_factory=list)

    async def days(self, days: list[date]) -> None:
        """Reads every report of each day; a day counts as read once all of them have landed."""
        for day in days:
            reported = [await self.client.report(name, day) for name in self.client.reports]
            self._see(reported)
            self.waiting.append(reported)
            if self.has_rows:
                self._land()
            elif len(self.waiting) == LONGEST_SILENCE:
                self._check()
        self._check()

    def _see(self, reported: list[Reported]) -> None:
        self.has_rows |= any(each.rows for each in reported)
        for each in reported:
            if each.time_zone not in (None, self.zone):
                changed = f"the property cuts days in {each.time_zone} now, before in {self.zone}"
                self.pull.remarks.append(changed)

    def _land(self) -> None:
        for reported in self.waiting:
            for each in reported:
                self._take(each)
            day = reported[0].day
            self.pull.read_days(day, day)
            self.pull.saw(start_of(day + A_DAY))
        self.waiting.clear()

    def _take(self, told: Reported) -> None:
        start, end = start_of(told.day), start_of(told.day + A_DAY)
        for number, row in told.rows:
            page = Page(ENDPOINT, number, told.at, start, end)
            self.pull.take(lambda item: records.report_day(told, item), row, page)
        if not told.rows:
            self.pull.take(lambda _: records.empty_day(told), {}, Page(ENDPOINT, 1, told.at, start, end))

    def _check(self) -> None:
        """Lands quiet days of a property that has had others; raises NothingCame where it cannot be quiet."""
        if not self.waiting:
            return
        asked = [reported[0].day for reported in self.waiting]
        known, ever = days_with_rows(self.pull.connection, asked)
        if known:
            raise NothingCame(f"expected rows of {known} days that had some before, got none")
        if not ever:
            raise NothingCame(f"not one row in {len(asked)} days: is it the right property?")
        self._land()


async def read(pull: Pull) -> None:
    """Reads the days that are missing or may still be corrected; raises CallFailed."""
    client = GA4Client.of(pull.connection)
    told, zone = await client.time_zone(), pull.connection.business.timezone
    try:
        zone = time_zone(told or "").key
    except MomentError:
        pull.remarks.append(f"expected the property's time zone, got {told!r}; days are those of {zone}")
    today = local_time(client.caller.server_now, zone).date()
    _forget_late(pull, today)
    await Reading(pull, client, zone).days([first for first, _ in reversed(pull.day_windows(today))])


def _forget_late(pull: Pull, today: date) -> None:
    """Once a week the days of which key events and revenue may still move count as not read."""
    rules, notes = pull.connection.contract.streams[pull.stream], pull.connection.memory.notes
    before = date.fromisoformat(notes.get(LATE, date.min.isoformat()))
    if pull.connection.days is None and rules.late_every and before + rules.late_every <= today:
        first = today - timedelta(days=rules.late_days)
        pull.memory.coverage.forget(start_of(first), start_of(today))
        notes[LATE] = today.isoformat()


STREAM = Stream("ga4", "report_days", ReportDay, read, manners)


@dg.asset(
    key_prefix="ga4",
    group_name="ga4",
    owners=OWNERS,
    kinds=syncing.KINDS,
    partitions_def=syncing.DAYS,
    backfill_policy=syncing.ONE_RUN,
)
def report_days(
    context: dg.AssetExecutionContext, warehouse: Warehouse, config: SyncConfig
) -> Iterator[dg.MaterializeResult]:
    """One row per property, report, day, dimensions and sync: what was told then. A rerun adds a telling."""
    yield from syncing.sync(context, warehouse, STREAM, config)
