"""The asset `publishing/candidate`: all marts of the build as Parquet, in a new numbered folder."""

import dagster as dg

from warehouse import build, partitions, publishing
from warehouse.manifest import manifest
from warehouse.resources import Warehouse


def candidate(marts: list[dg.AssetKey]) -> dg.AssetsDefinition:
    """The asset, downstream of the given marts; which these are, only the roof knows."""

    @dg.asset(
        name="candidate",
        key_prefix="publishing",
        group_name="publishing",
        owners=["team:growth"],
        kinds={"parquet"},
        deps=marts,
        description="One folder marts/v<N> a build: every mart as Parquet, not yet shown to anybody. "
        "A rerun makes a new version.",
    )
    def export(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult:
        return _export(context, warehouse, [key.path[-1] for key in marts])

    return export


def _export(
    context: dg.AssetExecutionContext, warehouse: Warehouse, marts: list[str]
) -> dg.MaterializeResult:
    home = warehouse.home
    build.begin(home, context.run.run_id)
    state = build.build_state(home)
    if state is None or state.outcome in (build.BUILDING, build.FAILED):
        raise dg.Failure(f"the build database should hold a finished build, but holds: {state}")
    cut = partitions.partitioned(manifest())
    version = publishing.export(home, state.as_of, state.fingerprint, state.engine, marts, cut)
    build.record(home, state.ended(build.BUILT, version=version.number))
    return dg.MaterializeResult(
        metadata={
            "version": version.number,
            "as_of": version.as_of.isoformat(),
            "tables": len(version.tables),
            "folder": dg.MetadataValue.path(str(version.folder)),
        }
    )
