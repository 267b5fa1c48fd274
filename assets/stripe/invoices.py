"""The asset `stripe/invoices`: bills, and whether they are paid."""

from collections.abc import Iterator

import dagster as dg

from assets.stripe.dialect import manners
from assets.stripe.objects import Invoice
from assets.stripe.reading import read
from assets.sync import syncing
from assets.sync.stream import Stream
from assets.sync.syncing import SyncConfig
from assets.taking import OWNERS
from warehouse.resources import Warehouse

STREAM = Stream("stripe", "invoices", Invoice, read, manners)


@dg.asset(key_prefix="stripe", group_name="stripe", owners=OWNERS, kinds=syncing.KINDS)
def invoices(
    context: dg.AssetExecutionContext, warehouse: Warehouse, config: SyncConfig
) -> Iterator[dg.MaterializeResult]:
    """One row per invoice and sync that saw it new or changed. A rerun adds what has changed since."""
    yield from syncing.sync(context, warehouse, STREAM, config)
