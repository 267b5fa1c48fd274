"""The asset `stripe/customers`: who pays, as pseudonyms."""

from collections.abc import Iterator

import dagster as dg

from assets.stripe.dialect import manners
from assets.stripe.objects import Customer
from assets.stripe.reading import read
from assets.sync import syncing
from assets.sync.stream import Stream
from assets.sync.syncing import SyncConfig
from assets.taking import OWNERS
from warehouse.resources import Warehouse

STREAM = Stream("stripe", "customers", Customer, read, manners)


@dg.asset(key_prefix="stripe", group_name="stripe", owners=OWNERS, kinds=syncing.KINDS)
def customers(
    context: dg.AssetExecutionContext, warehouse: Warehouse, config: SyncConfig
) -> Iterator[dg.MaterializeResult]:
    """One row per customer and sync that saw it new, changed or gone. A rerun adds what has changed since."""
    yield from syncing.sync(context, warehouse, STREAM, config)
