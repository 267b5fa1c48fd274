"""The asset `stripe/refunds`: money given back, on its own date."""

from collections.abc import Iterator

import dagster as dg

from assets.stripe.dialect import manners
from assets.stripe.objects import Refund
from assets.stripe.reading import read
from assets.sync import syncing
from assets.sync.stream import Stream
from assets.sync.syncing import SyncConfig
from assets.taking import OWNERS
from warehouse.resources import Warehouse

STREAM = Stream("stripe", "refunds", Refund, read, manners)


@dg.asset(key_prefix="stripe", group_name="stripe", owners=OWNERS, kinds=syncing.KINDS)
def refunds(
    context: dg.AssetExecutionContext, warehouse: Warehouse, config: SyncConfig
) -> Iterator[dg.MaterializeResult]:
    """One row per refund and sync that saw it new or changed. A rerun adds what has changed since."""
    yield from syncing.sync(context, warehouse, STREAM, config)
