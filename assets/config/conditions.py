"""The asset `config/conditions`: what properties must be in funnels and cohorts of almanac.yaml."""

import dagster as dg

from assets.config import condition_rows, snapshots
from warehouse.resources import Warehouse


@dg.asset(key_prefix="config", group_name="config", owners=["team:growth"], kinds={"parquet", "yaml"})
def conditions(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult:
    """One row per configuration version and value that an event's property has to have.

    A rerun lands nothing while almanac.yaml stays.
    """
    rows = list(condition_rows.conditions(warehouse.configuration()))
    has_landed = snapshots.land(
        warehouse.home, "conditions", condition_rows.ConfiguredCondition, rows, warehouse.as_of(context)
    )
    return snapshots.shown(condition_rows.ConfiguredCondition, rows, has_landed)
