"""The ledger of syncs in raw: one row for every attempt to read a stream of an account, with what became of it."""

from datetime import date, datetime

import pyarrow as pa
from pydantic import BaseModel

from assets.sync.records import column_type
from warehouse import landing
from warehouse.engine import connect, quoted
from warehouse.home import Home
from warehouse.rows.records import MOMENT

SOURCE, STREAM = "sync", "attempts"
OK, PARTIAL, FAILED, SKIPPED = "ok", "partial", "failed", "skipped"


class Attempt(BaseModel):
    """What became of reading one stream of one account once."""

    business_id: str
    source: str
    account_id: str
    stream: str
    status: str  # ok, partial (some landed, the rest is left), failed, skipped (another stream says why)
    reason: str | None = None  # why it is not ok
    failure: str | None = (
        None  # the kind of the reason: token, version, permission, quota, budget, request, network, paging
    )
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


def schema() -> pa.Schema:
    """The Parquet schema of raw/sync/attempts."""
    own = tuple((name, column_type(info.annotation)) for name, info in Attempt.model_fields.items())
    return pa.schema([*own, ("observed_at", MOMENT), ("landed_at", MOMENT)])


def land(home: Home, name: str, attempts: list[Attempt], at: datetime) -> None:
    """Lands the attempts of one account in one sync."""
    rows = [{**attempt.model_dump(), "observed_at": at, "landed_at": at} for attempt in attempts]
    landing.land_rows(home, SOURCE, STREAM, name, schema(), rows, at)


def spent(home: Home, platform: str, month: str) -> int:
    """What reads of a platform have cost in a month (YYYY-MM, UTC), over all accounts: millionths of a dollar."""
    folder = landing.folder(home, SOURCE, STREAM)
    if not any(folder.glob("observed_on=*/*.parquet")):
        return 0
    asked = (
        f"select coalesce(sum(cost_microusd), 0) from read_parquet('{quoted(folder)}/*/*.parquet', union_by_name = true) "
        "where source = ? and strftime(observed_at, '%Y-%m') = ?"
    )
    with connect(home) as connection:
        row = connection.execute(asked, [platform, month]).fetchone()
    return int(row[0]) if row else 0
