"""The asset `publishing/gate`: lets a candidate through when every check of its build is green and no mart
is missing."""

import dagster as dg

from warehouse import build, versions
from warehouse.resources import Warehouse


def gate(estimates: list[dg.AssetKey]) -> dg.AssetsDefinition:
    """The asset, downstream of the candidate and the given estimates, each of which must be in the
    candidate."""

    @dg.asset(
        name="gate",
        key_prefix="publishing",
        group_name="publishing",
        owners=["team:growth"],
        kinds={"python"},
        deps=[dg.AssetKey(["publishing", "candidate"]), *estimates],
        description="One verdict a build: green when every dbt test passed and every estimate is there. "
        "When it is red, the last good version stays published and reports say why.",
    )
    def judge(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult:
        build.begin(warehouse.home, context.run.run_id)
        return _judge(warehouse, [key.path[-1] for key in estimates])

    return judge


def _judge(warehouse: Warehouse, expected: list[str]) -> dg.MaterializeResult:
    home = warehouse.home
    state = build.build_state(home)
    if state is None or state.version is None:
        raise dg.Failure("no candidate to judge: run the publish job")
    candidate = versions.version(home, state.version)
    missing = [f"{name}: missing in v{candidate.number}" for name in expected if name not in candidate.tables]
    reasons = [*state.reasons, *missing]
    if reasons:
        build.record(home, state.ended(build.RED, reasons))
        raise dg.Failure(f"v{candidate.number} is not published: {'; '.join(reasons)}")
    return dg.MaterializeResult(metadata={"version": candidate.number, "tables": len(candidate.tables)})
