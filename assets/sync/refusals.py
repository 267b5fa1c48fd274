"""The asset `sync/refusals`: what platforms gave that did not land. The readers write it, not this asset."""

import dagster as dg

from assets.sync import refused
from assets.sync.attempts import KINDS, READERS
from assets.taking import OWNERS, described
from warehouse import landing
from warehouse.resources import Warehouse


@dg.asset(key_prefix="sync", group_name="sync", owners=OWNERS, kinds=KINDS, deps=READERS)
def refusals(warehouse: Warehouse) -> dg.MaterializeResult:
    """One row per item that a platform gave and that did not land: stream, field and reason, no value.

    The items themselves are in quarantine/. A rerun only counts and shows them again.
    """
    landing.prepare(warehouse.home, refused.SOURCE, refused.STREAM, refused.schema())
    return dg.MaterializeResult(metadata=described(warehouse.home, refused.SOURCE, refused.STREAM))
