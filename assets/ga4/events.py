"""The asset `ga4/events`: events from GA4's export to BigQuery, of files in the inbox."""

from collections.abc import Iterator

import dagster as dg

from assets import taking
from assets.ga4 import export_files
from assets.ga4.export_records import ExportedEvent
from warehouse.intake.inbox import Kind
from warehouse.resources import Warehouse

KIND = Kind(
    source="ga4",
    stream="events",
    record=ExportedEvent,
    read=export_files.events,
    patterns=("ga4*.ndjson", "ga4*.ndjson.gz", "ga4*.parquet"),
    newest=("occurred_at",),
)


@dg.asset(key_prefix="ga4", group_name="ga4", owners=taking.OWNERS, kinds=taking.KINDS)
def events(context: dg.AssetExecutionContext, warehouse: Warehouse) -> Iterator[dg.MaterializeResult]:
    """One row per event and export file that tells of it, people as subject keys. A rerun takes new files."""
    yield from taking.take(context, warehouse, KIND)
