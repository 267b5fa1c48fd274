"""The asset `publishing/published`: marts/marts.duckdb, what everybody opens, switched to the new version
by one rename."""

import dagster as dg

from warehouse import build, descriptions, publishing, versions
from warehouse.activity import note
from warehouse.manifest import manifest
from warehouse.resources import Warehouse


@dg.asset(
    key_prefix="publishing",
    group_name="publishing",
    owners=["team:growth"],
    kinds={"duckdb"},
    deps=[dg.AssetKey(["publishing", "gate"])],
)
def published(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult:
    """One DuckDB file of views on the newest good version. A rerun shows the same version again; readers
    never wait."""
    home = warehouse.home
    build.begin(home, context.run.run_id)
    state = build.build_state(home)
    if state is None or state.version is None:
        raise dg.Failure("no candidate to publish: run the publish job")
    version = versions.version(home, state.version)
    described = descriptions.from_manifest(manifest()) | descriptions.from_parquet(version)
    keep = warehouse.configuration().retention.published_versions
    shown = publishing.publish(home, version, described, keep)
    build.record(home, state.ended(build.PUBLISHED))
    build.end(home, context.run.run_id)
    note(home, "publish", f"version {version.number}, as of {version.as_of} UTC, {len(version.tables)} marts")
    return dg.MaterializeResult(
        metadata={
            "version": version.number,
            "as_of": version.as_of.isoformat(),
            "shown": shown,
            "tables": ", ".join(version.tables),
            "file": dg.MetadataValue.path(str(home.published)),
        }
    )
