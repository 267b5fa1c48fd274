"""The asset `x/activity_exports`: posts with their counters from the exports that X offers for download."""

from collections.abc import Iterator

import dagster as dg

from assets import taking
from assets.x import export_files
from assets.x.export_records import ActivityExport
from warehouse.intake.inbox import Kind
from warehouse.resources import Warehouse

KIND = Kind(
    source="x",
    stream="activity_exports",
    record=ActivityExport,
    read=export_files.activity_exports,
    patterns=("tweet_activity_metrics_*.csv",),
    newest=("posted_at",),
)


@dg.asset(key_prefix="x", group_name="x", owners=taking.OWNERS, kinds=taking.KINDS)
def activity_exports(
    context: dg.AssetExecutionContext, warehouse: Warehouse
) -> Iterator[dg.MaterializeResult]:
    """One row per post and export, with its counters as they were then. A rerun takes new exports only."""
    yield from taking.take(context, warehouse, KIND)
