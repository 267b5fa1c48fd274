"""The asset `config/accounts`: the accounts that almanac.yaml lists, as SQL sees them; never their tokens."""

import dagster as dg

from assets.config import records, snapshots
from warehouse.resources import Warehouse


@dg.asset(key_prefix="config", group_name="config", owners=["team:growth"], kinds={"parquet", "yaml"})
def accounts(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult:
    """One row per configuration version and account. A rerun lands nothing while almanac.yaml stays."""
    rows = list(records.accounts(warehouse.configuration()))
    has_landed = snapshots.land(
        warehouse.home, "accounts", records.ConfiguredAccount, rows, warehouse.as_of(context)
    )
    return snapshots.shown(records.ConfiguredAccount, rows, has_landed)
