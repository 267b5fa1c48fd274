"""The asset `config/businesses`: the businesses of almanac.yaml, as SQL sees them."""

import dagster as dg

from assets.config import records, snapshots
from warehouse.resources import Warehouse


@dg.asset(key_prefix="config", group_name="config", owners=["team:growth"], kinds={"parquet", "yaml"})
def businesses(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult:
    """One row per configuration version and business. A rerun lands nothing while almanac.yaml stays."""
    rows = list(records.businesses(warehouse.configuration()))
    has_landed = snapshots.land(
        warehouse.home, "businesses", records.ConfiguredBusiness, rows, warehouse.as_of(context)
    )
    return snapshots.shown(records.ConfiguredBusiness, rows, has_landed)
