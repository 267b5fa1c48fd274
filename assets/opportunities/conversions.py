"""The asset `opportunities/conversions`: opportunities that somebody marked as won."""

from collections.abc import Iterator

import dagster as dg

from assets import taking
from assets.opportunities import client
from assets.opportunities.records import Conversion
from warehouse.intake.inbox import Kind
from warehouse.resources import Warehouse

KIND = Kind(
    source="opportunities",
    stream="conversions",
    record=Conversion,
    read=client.conversions,
    patterns=("conversions*.ndjson",),
    newest=("converted_at",),
)


@dg.asset(key_prefix="opportunities", group_name="opportunities", owners=taking.OWNERS, kinds=taking.KINDS)
def conversions(context: dg.AssetExecutionContext, warehouse: Warehouse) -> Iterator[dg.MaterializeResult]:
    """One row per conversion that was reported. A rerun takes new files only; the newest row counts."""
    yield from taking.take(context, warehouse, KIND)
