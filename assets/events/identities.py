"""The asset `events/identities`: which identifiers a business knows to belong to one person."""

from collections.abc import Iterator

import dagster as dg

from assets import taking
from assets.events import client
from assets.events.records import Identity
from warehouse.intake.inbox import Kind
from warehouse.resources import Warehouse

KIND = Kind(
    source="events",
    stream="identities",
    record=Identity,
    read=client.lines,
    patterns=("identities*.ndjson", "identities*.ndjson.gz"),
)


@dg.asset(key_prefix="events", group_name="events", owners=taking.OWNERS, kinds=taking.KINDS)
def identities(context: dg.AssetExecutionContext, warehouse: Warehouse) -> Iterator[dg.MaterializeResult]:
    """One row per line that joins identifiers of a person, as subject keys. A rerun takes new files only."""
    yield from taking.take(context, warehouse, KIND)
