"""What can be run: one ingest job a source, `publish`, `insights`, and a weekly report for each business
time zone."""

from typing import Any

import dagster as dg

from orchestration.names import SOURCES, ingest, report_config, weekly_report
from warehouse import build
from warehouse.configuration.loading import Configuration
from warehouse.resources import Warehouse


@dg.failure_hook(required_resource_keys={"warehouse"})
def remember_failure(context: dg.HookContext) -> None:
    """A build that fails anywhere leaves its reason behind, for the banner of the reports, and lets the
    next one build."""
    warehouse: Warehouse = context.resources.warehouse
    state = build.build_state(warehouse.home)
    if (
        state is not None
        and state.run_id == context.run_id
        and state.outcome not in (build.RED, build.FAILED)
    ):
        reason = f"{context.op.name}: {context.op_exception}"
        build.record(warehouse.home, state.ended(build.FAILED, [*state.reasons, reason]))
    build.end(warehouse.home, context.run_id)


def ingests() -> list[Any]:
    """One job a source that takes what has arrived for it."""
    return [
        dg.define_asset_job(
            ingest(source), dg.AssetSelection.groups(source), description=f"Takes what arrived for {source}."
        )
        for source in SOURCES
    ]


def jobs(configuration: Configuration | None, models: dg.AssetSelection) -> list[Any]:
    """All other jobs; without a valid configuration there are no time zones, and so only the report job
    for all of them."""
    groups = dg.AssetSelection.groups
    told = dg.AssetSelection.assets(["sync", "attempts"], ["sync", "refusals"])
    building = groups("config", "inbox", "publishing", "estimates") | told | models
    made = [
        dg.define_asset_job(
            "publish",
            building,
            hooks={remember_failure},
            description="Builds the marts, estimates, judges, and shows the new version.",
        ),
        dg.define_asset_job(
            "housekeeping",
            dg.AssetSelection.assets(["sync", "compaction"]),
            description="Merges the many small files that frequent syncs leave.",
        ),
        dg.define_asset_job(
            "insights", groups("insights"), description="Writes insights from the published marts."
        ),
        dg.define_asset_job(
            "weekly_report", groups("reports"), description="Writes weekly reports of any business."
        ),
    ]
    for timezone, ids in timezones(configuration).items():
        made.append(
            dg.define_asset_job(
                weekly_report(timezone),
                groups("reports"),
                config=report_config(ids),
                description=f"Writes the weekly reports of {', '.join(ids)} (time zone {timezone}).",
            )
        )
    return made


def timezones(configuration: Configuration | None) -> dict[str, list[str]]:
    """Time zone -> ids of the businesses in it, in the order of the configuration."""
    zones: dict[str, list[str]] = {}
    for business in configuration.businesses if configuration else []:
        zones.setdefault(business.timezone, []).append(business.id)
    return zones
