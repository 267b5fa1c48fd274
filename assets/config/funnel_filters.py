"""The asset `config/funnel_filters`: the steps and exclusions of the funnels in almanac.yaml."""

import dagster as dg

from assets.config import funnel_rows, snapshots
from warehouse.resources import Warehouse


@dg.asset(key_prefix="config", group_name="config", owners=["team:growth"], kinds={"parquet", "yaml"})
def funnel_filters(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult:
    """One row per configuration version and step or exclusion of a funnel.

    A rerun lands nothing while almanac.yaml stays.
    """
    rows = list(funnel_rows.funnel_filters(warehouse.configuration()))
    has_landed = snapshots.land(
        warehouse.home, "funnel_filters", funnel_rows.ConfiguredFilter, rows, warehouse.as_of(context)
    )
    return snapshots.shown(funnel_rows.ConfiguredFilter, rows, has_landed)
