"""The asset `linkedin/account_days`: what a page's posts came to and who began to follow it, day by day."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import dagster as dg

from assets.calling.failures import NothingCame
from assets.linkedin import records, retired
from assets.linkedin.client import FOLLOWERS, SHARES, LinkedInClient
from assets.linkedin.dialect import IntervalRefused, manners
from assets.linkedin.values import day_of
from assets.sync import syncing
from assets.sync.days import start as start_of
from assets.sync.pull import Page, Pull
from assets.sync.records import AccountDay
from assets.sync.stream import Stream
from assets.sync.syncing import SyncConfig
from assets.taking import OWNERS
from warehouse.resources import Warehouse


@dataclass
class Reading:
    """The days of a page while they are read. `before`: days without figures and with none before them."""

    pull: Pull
    client: LinkedInClient
    first_known: date | None
    came: set[date] = field(default_factory=set)
    before: set[date] = field(default_factory=set)
    holes: set[date] = field(default_factory=set)
    counts: list[dict[str, Any]] = field(default_factory=list)

    async def windows(self) -> None:
        """Reads every window that is to be read by the platform's clock."""
        for first, last in self.pull.day_windows(self.client.caller.server_now.date()):
            await self._window(first, last)
            self._count(first, last)

    async def _window(self, first: date, last: date) -> None:
        shares = await self.client.share_days(first, last)
        gains = await self.client.gain_days(first, last)
        days: dict[date | None, dict[str, Any]] = {}
        for part, told in (("shares", shares), ("gains", gains)):
            for element in told.elements:
                day = day_of(element)
                if day is None or first <= day <= last:
                    empty = {"day": day and day.isoformat(), "shares": None, "gains": None}
                    days.setdefault(day, empty)[part] = element
        start, end = (start_of(day) for day in (first, last + timedelta(days=1)))
        page = Page(f"{SHARES}, {FOLLOWERS}", 1, gains.at, start, end)
        for day, item in sorted(days.items(), key=lambda each: each[0] or first):
            if day not in self.came:
                self._take(day, item, page)

    def _take(self, day: date | None, item: dict[str, Any], page: Page) -> None:
        record = self.pull.take(records.account_day, item, page)
        if day is not None:
            self.came.add(day)
        if record is not None and day is not None:
            self.pull.saw(start_of(day + timedelta(days=1)))
            self.counts += [item["shares"]["totalShareStatistics"]] if item["shares"] else []

    def _count(self, first: date, last: date) -> None:
        """Counts as read the days that came, and those before the first that has any figures."""
        begun = min([*self.came, *([self.first_known] if self.first_known else [])], default=date.max)
        days = {first + timedelta(days=number) for number in range((last - first).days + 1)}
        self.before |= {day for day in days - self.came if day < begun}
        self.holes |= {day for day in days - self.came if day >= begun}
        for day in (days | self.before if self.came else set()) - self.holes:
            self.pull.read_days(day, day)


async def read(pull: Pull) -> None:
    """Reads the days that are missing or may still be corrected; raises NothingCame where not one comes."""
    connection, covered = pull.connection, pull.memory.coverage.stretches
    client = LinkedInClient.of(connection)
    reading = Reading(pull, client, covered[0].start.date() if covered else None)
    try:
        await reading.windows()
    except IntervalRefused:
        # The refused answer has told the platform's clock: where it is not ours, other days are given.
        reading.holes.clear()
        await reading.windows()
    retired.notice(pull, reading.counts)
    absent = sorted(reading.holes if reading.came else reading.holes | reading.before)
    if absent:
        why = NothingCame(f"expected figures of {len(absent)} days, got none")
        if not reading.came:
            raise why
        pull.leave(f"days {absent[0]} to {absent[-1]}", why)


STREAM = Stream("linkedin", "account_days", AccountDay, read, manners)


@dg.asset(
    key_prefix="linkedin",
    group_name="linkedin",
    owners=OWNERS,
    kinds=syncing.KINDS,
    partitions_def=syncing.DAYS,
    backfill_policy=syncing.ONE_RUN,
)
def account_days(
    context: dg.AssetExecutionContext, warehouse: Warehouse, config: SyncConfig
) -> Iterator[dg.MaterializeResult]:
    """One row per account, UTC day and sync: the day's figures as told then. A rerun adds a later telling."""
    yield from syncing.sync(context, warehouse, STREAM, config)
