"""The ledger of syncs in raw: a row for every attempt to read a stream of an account, and what came of it."""

from datetime import date, datetime

import pyarrow as pa
from pydantic import BaseModel

from assets.sync.raw_rows import asked
from assets.sync.records import column_type
from warehouse import landing
from warehouse.home import Home
from warehouse.rows.records import MOMENT

SOURCE, STREAM = "sync", "attempts"
OK, PARTIAL, FAILED, SKIPPED = "ok", "partial", "failed", "skipped"
# Kinds of failures that pass by themselves, and those that nobody but a person can end.
PASSING, LASTING = ("quota", "budget", "busy"), ("token", "version")


class Attempt(BaseModel):
    """What became of reading one stream of one account once.

    `failure` is the kind of the reason. Of calls: token, version, permission, quota, budget, request,
    network, paging, gone, empty. Of ours: shape (nothing could be used), busy (another run), killed,
    machine, bug.
    """

    business_id: str
    source: str
    account_id: str
    stream: str
    status: str  # ok, partial (some landed, the rest is left), failed, skipped (another one says why)
    reason: str | None = None  # why it is not ok
    failure: str | None = None
    remarks: str | None = None
    left: str | None = None  # what a later run has to read
    lost: str | None = None  # what cannot be had any more
    rows: int = 0
    refused: int = 0
    calls: int = 0
    cost_microusd: int = 0
    newest_data: datetime | None = None
    due_at: datetime | None = None  # when the next attempt is due
    skew_seconds: int = 0  # the platform's clock minus ours
    dead_metrics: str | None = None
    api_version: str
    api_version_ends_on: date | None = None
    token_expires_at: datetime | None = None
    refresh_expires_at: datetime | None = None
    sync_id: str
    started_at: datetime

    @property
    def who(self) -> str:
        """The stream that was read, in a few words."""
        return f"{self.business_id}/{self.source} {self.account_id} {self.stream}"

    @property
    def is_failure(self) -> bool:
        """Whether a person has to know now; what passes by itself is made good by a later run."""
        if self.status in (FAILED, SKIPPED):
            return self.failure not in PASSING
        return self.failure in LASTING


FIELDS = tuple(Attempt.model_fields)
NEWEST = f"""
select {", ".join(f'"{name}"' for name in FIELDS)} from (
    select *, row_number() over (
        partition by business_id, source, account_id, stream order by started_at desc, landed_at desc
    ) as place
    from (select distinct * from {{raw}})
    where (? is null or source = ?) and status <> '{SKIPPED}'
)
where place <= ?
order by business_id, source, account_id, stream, place
"""
SPENT = """
select coalesce(sum(cost_microusd), 0) from (
    select distinct business_id, account_id, stream, sync_id, started_at, cost_microusd
    from {raw} where source = ? and strftime(started_at, '%Y-%m') = ?
)
"""


def schema() -> pa.Schema:
    """The Parquet schema of raw/sync/attempts."""
    own = tuple((name, column_type(info.annotation)) for name, info in Attempt.model_fields.items())
    return pa.schema([*own, ("observed_at", MOMENT), ("landed_at", MOMENT)])


def land(home: Home, name: str, attempts: list[Attempt], at: datetime) -> None:
    """Lands the attempts of one account in one sync."""
    rows = [{**attempt.model_dump(), "observed_at": at, "landed_at": at} for attempt in attempts]
    landing.land_rows(home, SOURCE, STREAM, name, schema(), rows, at)


def newest(home: Home, platform: str | None = None, number: int = 1) -> list[Attempt]:
    """Up to so many attempts of each stream of each account, the newest first; none that were skipped."""
    rows = asked(home, SOURCE, STREAM, NEWEST, [platform, platform, number])
    return [Attempt.model_validate(dict(zip(FIELDS, row, strict=True))) for row in rows]


def spent(home: Home, platform: str, month: str) -> int:
    """What all reads of a platform have cost in a month (YYYY-MM, UTC), in millionths of a dollar."""
    rows = asked(home, SOURCE, STREAM, SPENT, [platform, month])
    return int(rows[0][0]) if rows else 0
