"""The Data API as one property calls it: reports of one day, page by page, whole or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from assets.calling import metrics
from assets.calling.answers import Answer
from assets.calling.caller import Caller
from assets.calling.failures import BadRequest, BrokenPaging, MetricRefused
from assets.calling.paging import Pages
from assets.ga4 import answers
from assets.ga4.answers import Reported
from assets.sync.connection import Connection
from assets.sync.contract import Report

ENDPOINT = "runReport"
PAGE_ROWS = 100_000
TRIES = 3


@dataclass(frozen=True)
class GA4Client:
    """The calls for one property. All raise CallFailed; `dead` are metrics that GA4 knows no more."""

    caller: Caller
    path: str
    reports: Mapping[str, Report]
    dead: dict[str, str]
    today: date

    @classmethod
    def of(cls, connection: Connection) -> "GA4Client":
        """For an account that is configured by the number of its property; else raises BadRequest."""
        number = connection.account_id.removeprefix("properties/")
        if not number.isdigit():
            raise BadRequest(f"expected the number of a property, such as 123456789, got {number!r}")
        path = f"/{connection.api_version}/properties/{number}:runReport"
        reports, dead = connection.contract.reports, connection.memory.dead_metrics
        return cls(connection.caller, path, reports, dead, connection.now().date())

    async def time_zone(self) -> str | None:
        """In which the property cuts its days now; the call also tells Google's clock and what is left."""
        asked = {
            "dateRanges": [{"startDate": "yesterday", "endDate": "yesterday"}],
            "metrics": [{"name": "sessions"}],
            "limit": "1",
            "returnPropertyQuota": True,
        }
        answer = await self.caller.call("POST", self.path, ENDPOINT, json_body=asked)
        zone: str | None = answers.metadata(answer.body)["time_zone"]
        return zone

    async def report(self, name: str, day: date) -> Reported:
        """One report of one day. Metrics that are refused by name are left out from then on, for a month."""
        report = self.reports[name]
        while True:
            alive = metrics.alive(list(report.metrics), self.dead, self.today)
            try:
                return await self._whole(name, report, alive, day)
            except MetricRefused as refused:
                died = refused.names & set(alive)
                if not died or len(alive) == len(died):
                    raise BadRequest(refused.reason) from None
                self.dead.update({each: f"{self.today}: {refused.reason}" for each in died})

    async def _whole(self, name: str, report: Report, alive: Sequence[str], day: date) -> Reported:
        """All pages, read once more where rows came or went between two of them."""
        names = {**report.dimensions, **{metric: report.metrics[metric] for metric in alive}}
        for _ in range(TRIES):
            rows, last = await self._pages(report, alive, names, day)
            if len(rows) == answers.row_count(last.body):
                told = {**answers.metadata(last.body), "row_count": len(rows)}
                return Reported(name, day, last.at, rows, told, answers.currency(last.body))
        raise BrokenPaging(f"report {name} of {day}: other rows than its pages say, {TRIES} times")

    async def _pages(
        self, report: Report, alive: Sequence[str], names: Mapping[str, str], day: date
    ) -> tuple[list[tuple[int, dict[str, str]]], Answer]:
        """The rows with their pages, each combination of dimensions once; and the last answer."""
        found: dict[tuple[str, ...], tuple[int, dict[str, str]]] = {}
        pages, offset = Pages(f"report of {day}"), 0
        while True:
            asked = _asked(report, alive, day, offset)
            answer = await self.caller.call("POST", self.path, ENDPOINT, json_body=asked)
            rows = answers.rows(answer.body, names)
            keys = [tuple(row[column] for column in report.dimensions.values()) for row in rows]
            if len({*found, *keys}) < len(found) + len(rows):
                raise BrokenPaging(f"report of {day}: page {pages.number + 1} holds rows that came before")
            found |= {key: (pages.number + 1, row) for key, row in zip(keys, rows, strict=True)}
            # Pages may be shorter than what was asked for.
            offset += len(rows)
            is_last = not rows or offset >= answers.row_count(answer.body)
            if not pages.more(None if is_last else offset, len(rows)):
                return list(found.values()), answer


def _asked(report: Report, alive: Sequence[str], day: date, offset: int) -> dict[str, Any]:
    """The request of one page; without an order rows may come in another on the next one."""
    return {
        "dateRanges": [{"startDate": day.isoformat(), "endDate": day.isoformat()}],
        "dimensions": [{"name": name} for name in report.dimensions],
        "metrics": [{"name": name} for name in alive],
        "orderBys": [{"dimension": {"dimensionName": name}} for name in report.dimensions],
        "limit": str(PAGE_ROWS),
        "offset": str(offset),
        "keepEmptyRows": False,
        "returnPropertyQuota": True,
    }
