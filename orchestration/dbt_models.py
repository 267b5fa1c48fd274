"""The dbt project as Dagster assets: one asset a model, one check a data test. dbt itself runs in
warehouse.dbt."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg

from assets.inbox.kinds import streams
from assets.sync.platforms import prepared
from orchestration.dbt_specs import UNIQUE_ID, dbt_specs
from warehouse import build, dbt, landing
from warehouse.profiling import markdown
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
    for source, stream, schema in [*streams(), *prepared()]:
        landing.prepare(home, source, stream, schema)
    state = build.BuildState(build.BUILDING, as_of, landing.fingerprint(home), engine, context.run.run_id)
    build.record(home, state)
    nodes = []
    for node in dbt.build(home, as_of, engine):
        nodes.append(node)
        yield from _events(context.assets_def, node)
    reasons = [f"{node.name}: {node.message or node.status}" for node in nodes if not node.ok]
    broken = [node for node in nodes if not node.ok and node.kind != "test"]
    build.record(home, state.ended(build.FAILED if broken else build.BUILT, reasons))
    if broken:
        raise dg.Failure("; ".join(reasons))


def _events(assets: dg.AssetsDefinition, node: dbt.Node) -> Iterator[Any]:
    """The materialization or the check result that a node stands for; nothing for what was skipped."""
    for spec in assets.specs:
        if spec.metadata[UNIQUE_ID] == node.unique_id and node.ok:
            yield dg.MaterializeResult(
                asset_key=spec.key, metadata={"seconds": node.seconds, **_shown(node.profile)}
            )
    for check in assets.check_specs:
        if check.metadata[UNIQUE_ID] == node.unique_id and node.status != "skipped":
            yield _check(check, node)


def _shown(profile: dict[str, Any] | None) -> dict[str, Any]:
    """Row count and preview of a mart, as metadata."""
    if profile is None:
        return {}
    preview = markdown(profile["columns"], profile["first"])
    return {"dagster/row_count": profile["rows"], "preview": dg.MetadataValue.md(preview)}


def _check(spec: dg.AssetCheckSpec, node: dbt.Node) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        asset_key=spec.asset_key,
        check_name=spec.name,
        passed=node.status in ("pass", "success"),
        severity=dg.AssetCheckSeverity.WARN if node.status == "warn" else dg.AssetCheckSeverity.ERROR,
        metadata={"rows found": node.failures or 0, "message": node.message, "seconds": node.seconds},
    )
