"""The asset `config/cohorts`: the cohort analyses of almanac.yaml, as SQL sees them."""

import dagster as dg

from assets.config import cohort_rows, snapshots
from warehouse.resources import Warehouse


@dg.asset(key_prefix="config", group_name="config", owners=["team:growth"], kinds={"parquet", "yaml"})
def cohorts(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult:
    """One row per configuration version and cohort. A rerun lands nothing while almanac.yaml stays."""
    rows = list(cohort_rows.cohorts(warehouse.configuration()))
    has_landed = snapshots.land(
        warehouse.home, "cohorts", cohort_rows.ConfiguredCohort, rows, warehouse.as_of(context)
    )
    return snapshots.shown(cohort_rows.ConfiguredCohort, rows, has_landed)
