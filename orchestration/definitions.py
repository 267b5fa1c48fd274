"""The one list of everything that Dagster shows. Reads top down; reads configuration and manifest only
when it is asked."""

import dagster as dg

import assets
from assets.publishing.candidate import candidate
from assets.publishing.gate import gate
from assets.stripe.reconciliation import ledger_agrees
from assets.sync.checks import checks
from orchestration.dbt_models import dbt_models
from orchestration.jobs import ingests, jobs
from orchestration.policies import schedules_run, with_freshness
from orchestration.schedules import schedules
from sensors.data_arrived import data_arrived
from sensors.failures import failures
from sensors.inbox import inbox
from sensors.insights_due import insights_due
from sensors.reports_due import reports_due
from warehouse.configuration.loading import Configuration, ConfigurationError, load
from warehouse.home import Home
from warehouse.manifest import manifest
from warehouse.resources import Warehouse


@dg.definitions
def defs() -> dg.Definitions:
    """Everything of the installation that ALMANAC_HOME names."""
    return of_home(Home.from_environment())


def of_home(home: Home) -> dg.Definitions:
    """Everything of one installation: assets, checks, jobs, schedules and sensors."""
    configuration = _configuration(home)
    models = dbt_models(manifest())
    loaded = dg.load_assets_from_package_module(assets)
    written = [asset for asset in loaded if isinstance(asset, dg.AssetsDefinition)]
    estimates = sorted(key for asset in written for key in asset.keys if key.path[0] == "estimates")
    marts = [key for key in models.keys if key.path[0] == "marts"]
    ingest_jobs = ingests()
    running = schedules_run()
    schedule_status = dg.DefaultScheduleStatus.RUNNING if running else dg.DefaultScheduleStatus.STOPPED
    sensor_status = dg.DefaultSensorStatus.RUNNING if running else dg.DefaultSensorStatus.STOPPED
    return dg.Definitions(
        assets=[with_freshness(asset) for asset in [*written, models, candidate(marts), gate(estimates)]],
        asset_checks=[*checks(), ledger_agrees],
        jobs=[*ingest_jobs, *jobs(configuration, dg.AssetSelection.assets(*models.keys))],
        schedules=schedules(configuration, schedule_status),
        sensors=[
            inbox(sensor_status, ingest_jobs),
            *(make(sensor_status) for make in (data_arrived, insights_due, reports_due, failures)),
        ],
        resources={"warehouse": Warehouse(root=str(home.root))},
        executor=dg.in_process_executor,
    )


def _configuration(home: Home) -> Configuration | None:
    """The configuration, None where it is not valid: the UI must open then too, and the runs say what is
    wrong."""
    try:
        return load(home)
    except ConfigurationError:
        return None
