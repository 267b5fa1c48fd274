"""The asset `sync/compaction`: keeps the number of raw files small, and tells which days it merged."""

import dagster as dg
import pyarrow as pa

from assets.sync.compacting import Compacted, compact
from assets.sync.platforms import prepared
from assets.taking import OWNERS, described
from warehouse import landing
from warehouse.activity import note
from warehouse.locks import exclusive
from warehouse.resources import Warehouse
from warehouse.rows.records import MOMENT

SOURCE, STREAM = "sync", "compactions"
SCHEMA = pa.schema(
    [("source", pa.string()), ("stream", pa.string()), ("day", pa.date32()), ("files", pa.int64()),
     ("rows", pa.int64()), ("observed_at", MOMENT), ("landed_at", MOMENT)]
)  # fmt: skip


@dg.asset(key_prefix="sync", group_name="sync", owners=OWNERS, kinds={"parquet"})
def compaction(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult:
    """One row per stream and UTC day whose files were merged into one. A rerun finds nothing left to merge.

    Days of the streams that come over HTTP are merged once they are older than two days.
    """
    home, moment = warehouse.home, warehouse.as_of(context)
    landing.prepare(home, SOURCE, STREAM, SCHEMA)
    # No build may read files that go away under it.
    with exclusive(home.warehouse / "build.lock"):
        made = [one for source, stream, _ in prepared() for one in compact(home, source, stream, moment)]
    rows = [{**one._asdict(), "observed_at": moment, "landed_at": moment} for one in made]
    landing.land_rows(home, SOURCE, STREAM, f"compaction-{context.run.run_id}", SCHEMA, rows, moment)
    note(home, "compaction", _said(made))
    counts = {"days": len(made), "merged_files": sum(one.files for one in made)}
    return dg.MaterializeResult(metadata={**counts, **described(home, SOURCE, STREAM)})


def _said(made: list[Compacted]) -> str:
    if not made:
        return "nothing to merge"
    files = sum(one.files for one in made)
    return f"{files:,} files of {len(made):,} days merged: " + ", ".join(
        f"{one.source}/{one.stream} {one.day} ({one.files:,} files, {one.rows:,} rows)" for one in made[:20]
    )
