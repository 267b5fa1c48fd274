"""The asset `imports/events`: events from files of any shape, mapped in almanac.yaml."""

from collections.abc import Iterator

import dagster as dg

from assets import taking
from assets.imports import client
from assets.imports.records import ImportedEvent
from warehouse.intake.inbox import Kind
from warehouse.resources import Warehouse

KIND = Kind(
    source="imports",
    stream="events",
    record=ImportedEvent,
    read=client.events,
    newest=("occurred_at",),
)


@dg.asset(key_prefix="imports", group_name="imports", owners=taking.OWNERS, kinds=taking.KINDS)
def events(context: dg.AssetExecutionContext, warehouse: Warehouse) -> Iterator[dg.MaterializeResult]:
    """One row per event and mapped file that tells of it. A rerun takes new files only."""
    yield from taking.take(context, warehouse, KIND)
