"""The asset `imports/payments`: payments from files of any shape, mapped in almanac.yaml."""

from collections.abc import Iterator

import dagster as dg

from assets import taking
from assets.imports import client
from assets.imports.records import ImportedPayment
from warehouse.intake.inbox import Kind
from warehouse.resources import Warehouse

KIND = Kind(
    source="imports",
    stream="payments",
    record=ImportedPayment,
    read=client.payments,
    newest=("paid_at", "refunded_at"),
)


@dg.asset(key_prefix="imports", group_name="imports", owners=taking.OWNERS, kinds=taking.KINDS)
def payments(context: dg.AssetExecutionContext, warehouse: Warehouse) -> Iterator[dg.MaterializeResult]:
    """One row per payment and mapped file that tells of it. A rerun takes new files only."""
    yield from taking.take(context, warehouse, KIND)
