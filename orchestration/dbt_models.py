"""The dbt project as Dagster assets: one asset a model, one check a data test. dbt itself runs in
warehouse.dbt."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg

from assets.inbox.kinds import streams
from orchestration.dbt_specs import UNIQUE_ID, dbt_specs
from warehouse import build, dbt, landing, profiling
from warehouse.resources import Warehouse


def dbt_models(manifest: Path) -> dg.AssetsDefinition:
    """The assets of every model and seed in the manifest, all built by one step."""
    specs = dbt_specs(manifest)

    @dg.multi_asset(name="dbt_models", specs=specs.assets, check_specs=specs.checks, can_subset=False)
    def models(context: dg.AssetExecutionContext, warehouse: Warehouse) -> Iterator[Any]:
        yield from _build(context, warehouse)

    return models


def _build(context: dg.AssetExecutionContext, warehouse: Warehouse) -> Iterator[Any]:
    """Builds everything, alone; yields one event a node, then fails the step if a model has failed."""
    home, as_of, engine = warehouse.home, warehouse.as_of(context), dbt.engine_from_environment()
    build.begin(home, context.run.run_id)
    for source, stream, schema in streams():
        landing.prepare(home, source, stream, schema)
    state = build.BuildState(build.BUILDING, as_of, landing.fingerprint(home), engine, context.run.run_id)
    build.record(home, state)
    nodes = list(dbt.build(home, as_of, engine))
    reasons = [f"{node.name}: {node.message or node.status}" for node in nodes if not node.ok]
    broken = [node for node in nodes if not node.ok and node.kind != "test"]
    build.record(home, state.ended(build.FAILED if broken else build.BUILT, reasons))
    marts = [key.path[-1] for key in context.assets_def.keys if key.path[0] == "marts"]
    profiles = {} if broken else profiling.profiles(home, engine, marts)
    yield from _events(context.assets_def, nodes, profiles)
    if broken:
        raise dg.Failure("; ".join(reasons))


def _events(
    assets: dg.AssetsDefinition, nodes: list[dbt.Node], profiles: dict[str, profiling.Profile]
) -> Iterator[Any]:
    """The materializations, with their profiles, and check results that the nodes stand for; none for what
    was skipped."""
    keys = {spec.metadata[UNIQUE_ID]: spec.key for spec in assets.specs}
    checks = {spec.metadata[UNIQUE_ID]: spec for spec in assets.check_specs}
    for node in nodes:
        if node.unique_id in keys and node.ok:
            profile = profiles.get(node.name)
            metadata = {"seconds": node.seconds, **(profile.metadata() if profile else {})}
            yield dg.MaterializeResult(asset_key=keys[node.unique_id], metadata=metadata)
        if node.unique_id in checks and node.status != "skipped":
            yield _check(checks[node.unique_id], node)


def _check(spec: dg.AssetCheckSpec, node: dbt.Node) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        asset_key=spec.asset_key,
        check_name=spec.name,
        passed=node.status in ("pass", "success"),
        severity=dg.AssetCheckSeverity.WARN if node.status == "warn" else dg.AssetCheckSeverity.ERROR,
        metadata={"rows found": node.failures or 0, "message": node.message, "seconds": node.seconds},
    )
