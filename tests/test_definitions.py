"""What Dagster sees: everything loads, nothing dangles, and a first-time visitor finds words everywhere."""

from pathlib import Path

import dagster as dg
import pytest

from orchestration.names import SOURCES, weekly_report
from warehouse.configuration.loading import starter
from warehouse.home import Home

REPOSITORY = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    home = Home(tmp_path_factory.mktemp("definitions"))
    two_zones = starter().replace("timezone: UTC", "timezone: America/New_York")
    home.config_file.write_text(two_zones)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ALMANAC_HOME", str(home.root))
        from orchestration.definitions import defs

        yield defs()


@pytest.fixture(scope="module")
def graph(loaded):
    return loaded.resolve_asset_graph()


def test_every_dbt_source_is_an_asset_that_we_make(graph):
    assert sorted(key.to_user_string() for key in graph.external_asset_keys) == []


def test_the_key_of_an_asset_is_the_path_of_its_file(graph):
    for key in graph.materializable_asset_keys:
        if key.path[0] in ("staging", "intermediate", "marts", "seeds"):
            assert list((REPOSITORY / "dbt_project").rglob(f"{key.path[-1]}.*")), key
        else:
            assert (REPOSITORY / "assets" / Path(*key.path)).with_suffix(".py").is_file(), key


def test_every_asset_has_a_group_an_owner_and_a_description(graph):
    for key in graph.materializable_asset_keys:
        node = graph.get(key)
        assert node.group_name not in (None, "default"), key
        assert node.owners, key
        assert node.description and len(node.description) > 20, key


def test_the_lineage_reaches_from_the_sources_to_the_report(graph):
    report = dg.AssetKey(["reports", "weekly"])
    ancestors = graph.get_ancestor_asset_keys(report) if hasattr(graph, "get_ancestor_asset_keys") else None
    if ancestors is None:
        ancestors, todo = set(), [report]
        while todo:
            for parent in graph.get(todo.pop()).parent_keys - ancestors:
                ancestors.add(parent)
                todo.append(parent)
    for source in ("opportunities", "posts_file", "x", "imports", "config"):
        assert any(key.path[0] == source for key in ancestors), source


def test_marts_and_raw_data_have_freshness_policies(graph):
    for group in ("opportunities", "x", "estimates", "publishing", "insights", "reports"):
        keys = [key for key in graph.materializable_asset_keys if graph.get(key).group_name == group]
        assert keys, group
        assert all(graph.get(key).freshness_policy for key in keys), group
    marts = [key for key in graph.materializable_asset_keys if key.path[0] == "marts"]
    assert all(graph.get(key).freshness_policy for key in marts)


def test_dbt_tests_are_checks_and_none_of_them_is_a_unit_test(graph):
    checks = {key.name for key in graph.asset_check_keys}
    assert len(checks) >= 20
    assert sum("grain" in name for name in checks) >= 15


def test_every_job_is_there_and_each_time_zone_has_its_report(loaded):
    names = {job.name for job in loaded.resolve_all_job_defs()}
    assert {f"ingest_{source}" for source in SOURCES} <= names
    assert {"publish", "insights", "weekly_report", weekly_report("America/New_York")} <= names


def test_schedules_name_jobs_that_exist_and_run_in_the_business_zone(loaded):
    repository = loaded.get_repository_def()
    jobs = {job.name for job in loaded.resolve_all_job_defs()}
    assert {schedule.job_name for schedule in repository.schedule_defs} <= jobs
    weekly = next(
        schedule for schedule in repository.schedule_defs if schedule.name.startswith("weekly_report")
    )
    assert (weekly.cron_schedule, weekly.execution_timezone) == ("0 18 * * 0", "America/New_York")


@pytest.mark.parametrize(("said", "running"), [(None, True), ("on", True), ("off", False)])
def test_schedules_and_sensors_start_running_unless_they_are_switched_off(
    tmp_path, monkeypatch, said, running
):
    monkeypatch.setenv("ALMANAC_HOME", str(tmp_path))
    monkeypatch.delenv("ALMANAC_SCHEDULES", raising=False)
    if said:
        monkeypatch.setenv("ALMANAC_SCHEDULES", said)
    from orchestration.definitions import defs

    repository = defs().get_repository_def()
    started = {sensor.default_status.name for sensor in repository.sensor_defs}
    started |= {schedule.default_status.name for schedule in repository.schedule_defs}
    assert started == {"RUNNING" if running else "STOPPED"}


def test_without_a_valid_configuration_the_definitions_load_all_the_same(tmp_path, monkeypatch):
    (tmp_path / "almanac.yaml").write_text("businesses: [")
    monkeypatch.setenv("ALMANAC_HOME", str(tmp_path))
    from orchestration.definitions import defs

    names = {job.name for job in defs().resolve_all_job_defs()}
    assert "publish" in names and not any(name.startswith("weekly_report_") for name in names)
