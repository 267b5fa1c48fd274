"""The asset `config/funnels`: the funnels of almanac.yaml, as SQL sees them."""

import dagster as dg

from assets.config import funnel_rows, snapshots
from warehouse.resources import Warehouse


@dg.asset(key_prefix="config", group_name="config", owners=["team:growth"], kinds={"parquet", "yaml"})
def funnels(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult:
    """One row per configuration version and funnel. A rerun lands nothing while almanac.yaml stays."""
    rows = list(funnel_rows.funnels(warehouse.configuration()))
    has_landed = snapshots.land(
        warehouse.home, "funnels", funnel_rows.ConfiguredFunnel, rows, warehouse.as_of(context)
    )
    return snapshots.shown(funnel_rows.ConfiguredFunnel, rows, has_landed)
