"""Named policies: how old raw data and marts may be before the UI says so, and what starts by itself."""

import os
from datetime import timedelta

import dagster as dg

from orchestration.names import PLATFORMS

RAW_SYNCED = dg.FreshnessPolicy.time_window(warn_window=timedelta(hours=30), fail_window=timedelta(hours=72))
RAW_FILES = dg.FreshnessPolicy.time_window(warn_window=timedelta(days=8), fail_window=timedelta(days=35))
MARTS = dg.FreshnessPolicy.time_window(warn_window=timedelta(hours=26), fail_window=timedelta(hours=50))
REPORTS = dg.FreshnessPolicy.time_window(warn_window=timedelta(days=8), fail_window=timedelta(days=15))

BY_GROUP = {
    **dict.fromkeys(("opportunities", "posts_file", "events", "payments", "imports"), RAW_FILES),
    **dict.fromkeys(PLATFORMS, RAW_SYNCED),
    **dict.fromkeys(("estimates", "publishing", "insights"), MARTS),
    "reports": REPORTS,
}


def with_freshness(assets: dg.AssetsDefinition) -> dg.AssetsDefinition:
    """The same assets, each with the freshness policy of its group; groups that are not named have none."""

    def fresh(spec: dg.AssetSpec) -> dg.AssetSpec:
        group = spec.group_name or ""
        policy = MARTS if group.startswith("marts_") else BY_GROUP.get(group)
        return dg.apply_freshness_policy(spec, policy) if policy else spec

    return assets.map_asset_specs(fresh)


def schedules_run() -> bool:
    """Whether schedules and sensors start running: yes, unless ALMANAC_SCHEDULES=off."""
    return os.environ.get("ALMANAC_SCHEDULES", "on").lower() != "off"
