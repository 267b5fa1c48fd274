"""The asset `opportunities/opportunities`: leads from files of the inbox."""

from collections.abc import Iterator

import dagster as dg

from assets import taking
from assets.opportunities import client
from assets.opportunities.records import Opportunity
from warehouse.intake.inbox import Kind
from warehouse.resources import Warehouse

KIND = Kind(
    source="opportunities",
    stream="opportunities",
    record=Opportunity,
    read=client.opportunities,
    patterns=("opportunities*.json",),
    newest=("created_at", "responded_at", "converted_at"),
)


@dg.asset(key_prefix="opportunities", group_name="opportunities", owners=taking.OWNERS, kinds=taking.KINDS)
def opportunities(context: dg.AssetExecutionContext, warehouse: Warehouse) -> Iterator[dg.MaterializeResult]:
    """One row per opportunity and file that tells of it. A rerun takes new files only."""
    yield from taking.take(context, warehouse, KIND)
