"""The asset `events/events`: what happened in a business's product, from files of the inbox."""

from collections.abc import Iterator

import dagster as dg

from assets import taking
from assets.events import client
from assets.events.records import Event
from warehouse.intake.inbox import Kind
from warehouse.resources import Warehouse

KIND = Kind(
    source="events",
    stream="events",
    record=Event,
    read=client.lines,
    patterns=("events*.ndjson", "events*.ndjson.gz"),
    newest=("occurred_at",),
)


@dg.asset(key_prefix="events", group_name="events", owners=taking.OWNERS, kinds=taking.KINDS)
def events(context: dg.AssetExecutionContext, warehouse: Warehouse) -> Iterator[dg.MaterializeResult]:
    """One row per event and file that tells of it; users are subject keys. A rerun takes new files only."""
    yield from taking.take(context, warehouse, KIND)
