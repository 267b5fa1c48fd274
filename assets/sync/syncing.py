"""The shared body of the assets that platforms feed: reads what is due, tells the catalogue what came."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import dagster as dg
from pydantic import Field

from assets.sync import accounts
from assets.sync.accounts import Sync
from assets.sync.ledger import FAILED, PARTIAL, SKIPPED, Attempt
from assets.sync.records import schema
from assets.sync.stream import Stream
from assets.taking import described
from warehouse import landing
from warehouse.activity import note
from warehouse.profiling import markdown
from warehouse.resources import AS_OF_TAG, Warehouse
from warehouse.times import now

KINDS = {"parquet", "http"}


class SyncConfig(dg.Config):
    """What a run is asked for."""

    businesses: list[str] = Field(default=[], description="Ids of businesses; all if none is named.")
    days_back: int | None = Field(
        default=None, description="How many days back to read; None: what is missing."
    )
    only_due: bool = Field(default=False, description="Leave out what has been read recently enough.")


def sync(
    context: dg.AssetExecutionContext, warehouse: Warehouse, stream: Stream, config: SyncConfig
) -> Iterator[dg.MaterializeResult]:
    """Reads the stream for every account, logs each, and gives the counts.

    An account that cannot be read fails the step after all others have been read; one that is throttled or out
    of budget is a warning: what is left comes with a later run.
    """
    asked = Sync(
        warehouse.home,
        warehouse.configuration(),
        clock(context),
        frozenset(config.businesses),
        config.only_due,
        config.days_back,
        context.run.run_id,
    )
    landing.prepare(asked.home, stream.source, stream.name, schema(stream.record))
    made = accounts.run(asked, [stream])
    for attempt in made:
        _log(context, asked, attempt)
    yield dg.MaterializeResult(
        metadata={**_counts(made), **described(asked.home, stream.source, stream.name)}
    )
    failed = [attempt for attempt in made if attempt.status in (FAILED, SKIPPED)]
    if failed:
        told = "; ".join(
            f"{attempt.business_id}/{attempt.account_id}: {attempt.reason}" for attempt in failed
        )
        raise dg.Failure(
            f"{len(failed)} of {len(made)} accounts could not be read: {told}", allow_retries=False
        )


def clock(context: dg.AssetExecutionContext) -> Any:
    """The clock of the run: it stands still at the moment that the run's tag names, else it is the real one."""
    tag = context.run.tags.get(AS_OF_TAG)
    if tag is None:
        return now
    moment = datetime.fromisoformat(tag)
    return lambda: moment


def _log(context: dg.AssetExecutionContext, asked: Sync, attempt: Attempt) -> None:
    said = f"{attempt.business_id}/{attempt.source} {attempt.account_id} {attempt.stream}: {attempt.status}, "
    said += f"{attempt.rows:,} rows in {attempt.calls:,} calls"
    for word, text in (("", attempt.reason), ("left: ", attempt.left), ("lost: ", attempt.lost)):
        said += f"; {word}{text}" if text else ""
    say = context.log.info if attempt.status == "ok" else context.log.warning
    say(said + (f"; {attempt.remarks}" if attempt.remarks else ""))
    note(asked.home, "sync", said)


def _counts(made: Sequence[Attempt]) -> dict[str, Any]:
    newest = [attempt.newest_data for attempt in made if attempt.newest_data]
    wrong = [attempt for attempt in made if attempt.reason or attempt.lost]
    cells = [(one.business_id, one.account_id, one.status, one.reason or "", one.lost or "") for one in wrong]
    table = markdown(["business", "account", "status", "reason", "lost"], cells) if wrong else "nothing"
    return {
        "accounts": len(made),
        "rows": sum(attempt.rows for attempt in made),
        "refused": sum(attempt.refused for attempt in made),
        "calls": sum(attempt.calls for attempt in made),
        "usd": round(sum(attempt.cost_microusd for attempt in made) / 1_000_000, 4),
        "partial": sum(attempt.status == PARTIAL for attempt in made),
        "newest_data": max(newest).isoformat() if newest else "nothing new",
        "problems": dg.MetadataValue.md(table),
        "reasons_of_sync": dg.MetadataValue.json(
            [
                f"{one.business_id}/{one.source} {one.account_id} {one.stream}: {one.reason or one.lost}"
                for one in wrong
            ]
        ),
    }
