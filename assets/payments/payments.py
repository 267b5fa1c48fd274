"""The asset `payments/payments`: what customers paid, from files of the inbox."""

from collections.abc import Iterator

import dagster as dg

from assets import taking
from assets.payments import client
from assets.payments.records import Payment
from warehouse.intake.inbox import Kind
from warehouse.resources import Warehouse

KIND = Kind(
    source="payments",
    stream="payments",
    record=Payment,
    read=client.payments,
    patterns=("payments*.json", "payments*.csv"),
    newest=("paid_at", "refunded_at"),
)


@dg.asset(key_prefix="payments", group_name="payments", owners=taking.OWNERS, kinds=taking.KINDS)
def payments(context: dg.AssetExecutionContext, warehouse: Warehouse) -> Iterator[dg.MaterializeResult]:
    """One row per payment and file that tells of it. A rerun takes new files only; the newest row counts."""
    yield from taking.take(context, warehouse, KIND)
