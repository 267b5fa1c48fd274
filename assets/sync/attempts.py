"""The asset `sync/attempts`: the ledger of syncs in the catalogue. Whoever reads a platform writes it."""

from collections.abc import Sequence

import dagster as dg

from assets.sync import ledger
from assets.sync.ledger import Attempt
from assets.sync.platforms import ALL_STREAMS
from assets.taking import OWNERS, described
from warehouse import landing
from warehouse.profiling import markdown
from warehouse.resources import Warehouse

KINDS = {"parquet"}
READERS = [dg.AssetKey([stream.source, stream.name]) for each in ALL_STREAMS.values() for stream in each]


@dg.asset(key_prefix="sync", group_name="sync", owners=OWNERS, kinds=KINDS, deps=READERS)
def attempts(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult:
    """One row per attempt to read a stream of an account, with what became of it. A rerun only shows it.

    Streams whose newest attempt is not well are named in the log and in the metadata.
    """
    home = warehouse.home
    landing.prepare(home, ledger.SOURCE, ledger.STREAM, ledger.schema())
    newest = ledger.newest(home)
    unwell = [attempt for attempt in newest if attempt.status != ledger.OK]
    for attempt in unwell:
        context.log.warning(f"{attempt.who}: {attempt.status}, {attempt.reason}")
    return dg.MaterializeResult(
        metadata={
            **described(home, ledger.SOURCE, ledger.STREAM),
            "streams": len(newest),
            "not_well": len(unwell),
            "why": dg.MetadataValue.md(_table(unwell)),
        }
    )


def _table(unwell: Sequence[Attempt]) -> str:
    """Who, since when, and why; so that nobody has to read the rows."""
    if not unwell:
        return "none"
    cells = [(each.who, each.started_at, each.status, each.failure, each.reason) for each in unwell]
    return markdown(["stream", "tried", "status", "failure", "reason"], cells)
