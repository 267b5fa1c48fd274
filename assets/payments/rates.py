"""The asset `payments/rates`: exchange rates by day, from files of the inbox."""

from collections.abc import Iterator

import dagster as dg

from assets import taking
from assets.payments import client
from assets.payments.records import Rate
from warehouse.intake.inbox import Kind
from warehouse.resources import Warehouse

KIND = Kind(
    source="payments",
    stream="rates",
    record=Rate,
    read=client.rates,
    patterns=("rates*.csv",),
)


@dg.asset(key_prefix="payments", group_name="payments", owners=taking.OWNERS, kinds=taking.KINDS)
def rates(context: dg.AssetExecutionContext, warehouse: Warehouse) -> Iterator[dg.MaterializeResult]:
    """One row per day, pair of currencies and file. A rerun takes new files only; the newest row counts."""
    yield from taking.take(context, warehouse, KIND)
