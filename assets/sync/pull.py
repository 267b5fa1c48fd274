"""One stream of one account while it is being read: takes what the client gives, lands it, counts it."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from assets.calling.failures import CallFailed
from assets.calling.spending import MICRO
from assets.sync import days
from assets.sync.connection import Connection
from assets.sync.coverage import Coverage, Stretch
from assets.sync.landing import Landing
from assets.sync.memory import StreamMemory
from assets.sync.records import Observed
from assets.sync.refused import Refusals
from assets.sync.taken import NO_ITEM, Page, problems_of, row

__all__ = ["NO_ITEM", "Page", "Pull", "name_of"]

OVERLAP = timedelta(days=2)


@dataclass
class Pull:
    """Reading one stream. What was taken lands when the block ends, also when a call failed half-way."""

    connection: Connection
    stream: str
    record: type[Observed]
    landing: Landing
    refusals: Refusals
    rows: int = 0
    unchanged: int = 0  # things that landed before just as they are, and do not again
    newest: datetime | None = None
    remarks: list[str] = field(default_factory=list)  # what a person should know; the sync goes on
    left: list[str] = field(default_factory=list)  # what a later run has to read: the retry list
    lost: list[str] = field(default_factory=list)  # what cannot be had any more
    left_kind: str = "request"  # the kind of the last failure that did not end the pull
    cost: int = 0  # millionths of a dollar
    booked: Callable[[int], None] = lambda _cost: None  # is told the cost so far, before the next call
    _position: int = 0

    @property
    def memory(self) -> StreamMemory:
        return self.connection.memory.stream(self.stream)

    @property
    def reader(self) -> str:
        """Who reads, to whoever grants money."""
        return f"{self.connection.business.id}/{self.connection.account_id} {self.stream}"

    def stretches(self, overlap: timedelta = OVERLAP) -> list[Stretch]:
        """The stretches of time whose posts are not listed yet, newest first, and always the last two days.

        Call `memory.coverage.add` for what has been listed without a hole.
        """
        now, wanted = self.connection.now(), self.connection.wanted_from(self.stream)
        known = Coverage(
            Stretch(start, min(end, now - overlap))
            for start, end in self.memory.coverage.stretches
            if start < now - overlap
        )
        return known.gaps(min(wanted, now), now)[::-1]

    def day_windows(self, today: date) -> list[tuple[date, date]]:
        """First and last day of each window to read, oldest first; `today` is the running day of the zone.

        Days that were read are read again inside the look-back. Days that were missed and that the platform
        does not give any more are noted as lost. Call `read_days` for each window that was read.
        """
        rules = self.connection.contract.streams[self.stream]
        oldest = days.horizon(rules, today)
        if asked := self.connection.days:
            return days.windows(max(asked[0], oldest), min(asked[1], days.last_closed(rules, today)), rules)
        if lost := days.lost(self.memory.coverage, oldest):
            told = f"days {lost[0]} to {lost[1]}: {self.connection.platform} gives none before {oldest}"
            self.lost.append(told)
        first = max(self.connection.wanted_from(self.stream).date(), oldest)
        return days.unread(self.memory.coverage, rules, first, today, self.memory.last_ok)

    def read_days(self, first: date, last: date) -> None:
        """Counts the days as read."""
        self.memory.coverage.add(days.start(first), days.start(last + days.A_DAY))

    def take(
        self, parse: Callable[[Any], Observed], item: Any, page: Page, payload: Any = None
    ) -> Observed | None:
        """Lands what `parse` makes of the item, with the item (or `payload`) as it came; None if refused.

        `parse` raises Refusal, KeyError, TypeError or pydantic's ValidationError for an item that is none.
        """
        self._position += 1
        try:
            record = parse(item)
        except NO_ITEM as error:
            self.refusals.add(problems_of(error), item, page.endpoint)
            return None
        told = item if payload is None else payload
        self.landing.add(row(self.connection, record, page, self._position, told))
        self.rows += 1
        return record

    def afford(self, things: int) -> None:
        """Raises OutOfBudget where reading so many things more would go beyond the budget of the month."""
        self.connection.caller.spending.check(self._price(things), self.reader)

    def pay(self, things: int) -> None:
        """Books so many things that were read for money."""
        self.cost += self._price(things)
        self.connection.caller.spending.pay(self._price(things), self.reader)
        self.booked(self.cost)

    def leave(self, what: str, failure: CallFailed) -> None:
        """Notes what a later run has to read, because of a failure that does not end the pull."""
        self.left.append(f"{what}: {failure.reason}")
        self.left_kind = failure.kind

    def saw(self, moment: datetime | None) -> None:
        """Notes the moment of the newest data, for the ledger."""
        if moment is not None and (self.newest is None or moment > self.newest):
            self.newest = moment

    def _price(self, things: int) -> int:
        return round(things * self.connection.contract.streams[self.stream].usd_per_thing * MICRO)


def name_of(connection: Connection, stream: str) -> str:
    """The name of the files of one pull, that no other pull has: account, moment, a number by lot, stream."""
    account, moment = Path(connection.memory.file).stem, f"{connection.now():%Y%m%dT%H%M%S}"
    return f"{connection.business.id}-{account}-{moment}-{uuid.uuid4().hex[:8]}-{stream}"
