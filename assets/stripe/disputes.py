"""The asset `stripe/disputes`: money that banks have taken back, and how that ended."""

from collections.abc import Iterator

import dagster as dg

from assets.stripe.dialect import manners
from assets.stripe.objects import Dispute
from assets.stripe.reading import read
from assets.sync import syncing
from assets.sync.stream import Stream
from assets.sync.syncing import SyncConfig
from assets.taking import OWNERS
from warehouse.resources import Warehouse

STREAM = Stream("stripe", "disputes", Dispute, read, manners)


@dg.asset(key_prefix="stripe", group_name="stripe", owners=OWNERS, kinds=syncing.KINDS)
def disputes(
    context: dg.AssetExecutionContext, warehouse: Warehouse, config: SyncConfig
) -> Iterator[dg.MaterializeResult]:
    """One row per dispute and sync that saw it new or changed. A rerun adds what has changed since."""
    yield from syncing.sync(context, warehouse, STREAM, config)
