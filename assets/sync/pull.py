"""One stream of one account while it is being read: takes what the client gives, lands it, counts it."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from assets.calling.failures import CallFailed
from assets.calling.spending import MICRO
from assets.sync.connection import Connection
from assets.sync.contract import StreamContract
from assets.sync.coverage import Coverage, Stretch
from assets.sync.landing import Landing
from assets.sync.memory import StreamMemory
from assets.sync.records import Observed
from assets.sync.refused import Refusals
from warehouse.intake.rejections import Problem, problems
from warehouse.refusals import Refusal

OVERLAP = timedelta(days=2)


@dataclass(frozen=True)
class Page:
    """Where things came from: endpoint, number of the page, when, for which window, in which words."""

    endpoint: str
    number: int
    at: datetime
    window_start: datetime | None = None
    window_end: datetime | None = None
    vocabulary: str | None = None


@dataclass
class Pull:
    """Reading one stream. What was taken lands when the block ends, also when a call failed half-way."""

    connection: Connection
    stream: str
    record: type[Observed]
    landing: Landing
    refusals: Refusals
    rows: int = 0
    newest: datetime | None = None
    remarks: list[str] = field(default_factory=list)  # what a person should know; the sync goes on
    left: list[str] = field(default_factory=list)  # what a later run has to read: the retry list
    lost: list[str] = field(default_factory=list)  # what cannot be had any more
    left_kind: str = (
        "request"  # why something is left: the kind of the last failure that did not end the pull
    )
    cost: int = 0  # millionths of a dollar
    _position: int = 0

    @property
    def memory(self) -> StreamMemory:
        return self.connection.memory.stream(self.stream)

    def stretches(self, overlap: timedelta = OVERLAP) -> list[Stretch]:
        """The stretches of time whose posts have not been listed yet, newest first, and always the last two days.

        Call `memory.coverage.add` for what has been listed without a hole.
        """
        now, wanted = self.connection.now(), self.connection.wanted_from(self.stream)
        known = Coverage(
            Stretch(start, min(end, now - overlap)) for start, end in self.memory.coverage.stretches
        )
        return known.gaps(min(wanted, now), now)[::-1]

    def day_windows(self, today: date) -> list[tuple[date, date]]:
        """First and last day of each window to read, oldest first; `today` is the running day where days are cut.

        Days that were read are read again inside the look-back. Days that were missed and that the platform does
        not give any more are noted as lost. Call `read_days` for each window that was read.
        """
        rules = self.connection.contract.streams[self.stream]
        last = today - timedelta(days=1 + rules.closed_after_days)
        if asked := self.connection.days:
            return _windows(max(asked[0], _horizon(rules, today)), min(asked[1], last), rules)
        wanted = self.connection.wanted_from(self.stream).date()
        horizon = max(wanted, _horizon(rules, today))
        self._note_lost(horizon)
        settled = _start(last - timedelta(days=rules.look_back_days - 1))
        known = Coverage(Stretch(start, min(end, settled)) for start, end in self.memory.coverage.stretches)
        gaps = known.gaps(_start(horizon), _start(last + timedelta(days=1))) if horizon <= last else []
        return [
            window
            for start, end in gaps
            for window in _windows(start.date(), end.date() - timedelta(days=1), rules)
        ]

    def read_days(self, first: date, last: date) -> None:
        """Counts the days as read."""
        self.memory.coverage.add(_start(first), _start(last + timedelta(days=1)))

    def take(
        self, parse: Callable[[Any], Observed], item: Any, page: Page, payload: Any = None
    ) -> Observed | None:
        """Lands what `parse` makes of the item, with the item (or `payload`) as it came; None if it is refused.

        `parse` raises Refusal, KeyError, TypeError or pydantic's ValidationError for an item that is none.
        """
        self._position += 1
        try:
            record = parse(item)
        except (ValidationError, Refusal, KeyError, TypeError, ValueError) as error:
            self.refusals.add(_problems(error), item, page.endpoint)
            return None
        self.landing.add(self._row(record, page, item if payload is None else payload))
        self.rows += 1
        return record

    def afford(self, things: int) -> None:
        """Raises OutOfBudget where reading so many things more would go beyond the budget of the month."""
        self.connection.caller.spending.check(self._price(things))

    def pay(self, things: int) -> None:
        """Books so many things that were read for money."""
        self.cost += self._price(things)
        self.connection.caller.spending.pay(self._price(things))

    def leave(self, what: str, failure: CallFailed) -> None:
        """Notes what a later run has to read, because of a failure that does not end the pull."""
        self.left.append(f"{what}: {failure.reason}")
        self.left_kind = failure.kind

    def saw(self, moment: datetime | None) -> None:
        """Notes the moment of the newest data, for the ledger."""
        if moment is not None and (self.newest is None or moment > self.newest):
            self.newest = moment

    def _note_lost(self, horizon: date) -> None:
        """Days after the newest that was read and before the first that the platform still gives."""
        read = self.memory.coverage.stretches
        if read and read[-1].end < _start(horizon):
            until = horizon - timedelta(days=1)
            self.lost.append(
                f"days {read[-1].end:%Y-%m-%d} to {until}: {self.connection.platform} gives none before {horizon}"
            )

    def _price(self, things: int) -> int:
        return round(things * self.connection.contract.streams[self.stream].usd_per_thing * MICRO)

    def _row(self, record: Observed, page: Page, payload: Any) -> dict[str, Any]:
        connection, key = self.connection, self.connection.key
        row = record.model_dump()
        for name in record.scrubbed:
            row[name] = key.pseudonymous(row[name]) if row[name] else row[name]
        return {
            **row,
            "business_id": connection.business.id,
            "account_id": connection.account_id,
            "payload": key.pseudonymous(json.dumps(payload, ensure_ascii=False, separators=(",", ":"))),
            "endpoint": page.endpoint,
            "api_version": connection.api_version,
            "vocabulary": page.vocabulary,
            "window_start": page.window_start,
            "window_end": page.window_end,
            "page": page.number,
            "position": self._position,
            "sync_id": connection.sync_id,
            "observed_at": page.at,
        }


def _horizon(rules: StreamContract, today: date) -> date:
    return today - timedelta(days=rules.history_days) if rules.history_days else date(2005, 1, 1)


def _windows(first: date, last: date, rules: StreamContract) -> list[tuple[date, date]]:
    length = timedelta(days=(rules.window_days or 1) - 1)
    windows = []
    while first <= last:
        windows.append((first, min(first + length, last)))
        first = windows[-1][1] + timedelta(days=1)
    return windows


def _start(day: date) -> datetime:
    return datetime.combine(day, time())


def name_of(connection: Connection, stream: str) -> str:
    """The name of the files of one pull: account, stream, moment and run tell it from every other."""
    account = Path(connection.memory.file).stem
    return f"{connection.business.id}-{account}-{connection.now():%Y%m%dT%H%M%S}-{connection.sync_id[:8]}-{stream}"


def _problems(error: Exception) -> list[Problem]:
    if isinstance(error, ValidationError):
        return problems(error)
    if isinstance(error, Refusal):
        return [Problem("row", f"expected {error.expected}", str(error))]
    if isinstance(error, KeyError):
        return [
            Problem(str(error.args[0]), "missing", f"{error.args[0]}: expected a value, but it is missing")
        ]
    return [Problem("row", "expected another shape", f"{type(error).__name__}: {error}")]
