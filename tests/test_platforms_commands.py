"""Platforms on the command line: reading them, planning a back-fill, what ends and what could not be read."""

import json
import socket
from datetime import timedelta

import dagster as dg
import pytest
from typer.testing import CliRunner

from assets.facebook.account_days import account_days
from orchestration.command_line.app import app
from orchestration.command_line.demo_twin import connected_to_twin
from tests.simulated import raw, searched
from twin import demo, twin_file
from twin.fakes.tokens import first_token
from warehouse.home import Home
from warehouse.pseudonyms import InstallKey
from warehouse.resources import Warehouse
from warehouse.times import now


@pytest.fixture(scope="module")
def almanac(tmp_path_factory):
    """The command line on a demonstration home whose world is as old as a month."""
    home = Home(tmp_path_factory.mktemp("commands") / "home")
    home.create()
    InstallKey.create(home)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    demo.write(home.root, now(), days=30, port=port)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ALMANAC_HOME", str(home.root))
        patch.setenv("DAGSTER_HOME", str(home.root / "dagster"))
        for name, value in demo.environment(home.root).items():
            patch.setenv(name, value)

        def run(*arguments, code=0):
            result = CliRunner().invoke(app, [*arguments, "--json"], catch_exceptions=False)
            assert result.exit_code == code, result.output
            return json.loads(result.stdout)

        yield run


def test_one_platform_of_one_business_is_read_over_http(almanac):
    read = almanac("sync", "linkedin", "--business", "fairway", "--days-back", "20")
    assert read["success"] and read["synced_rows"] > 0 and read["calls"] >= 4
    again = almanac("sync", "linkedin", "--business", "fairway")
    assert again["success"]


def test_a_plan_calls_nothing_and_says_what_cannot_be_had(almanac):
    since = (now() - timedelta(days=400)).date()
    plan = almanac("plan", "backfill", "linkedin", "--from", since.isoformat())
    assert {each["business"] for each in plan["streams"]} == {"fairway", "spreewerk", "compass"}
    assert plan["calls"] == sum(each["calls"] for each in plan["streams"]) > 0
    days = [each for each in plan["streams"] if each["stream"] == "account_days"]
    assert all("365 days" in each["lost"] for each in days)
    assert plan["days_back"] == 400


def test_a_plan_in_money_grows_with_the_posts_that_are_assumed(almanac):
    since = (now() - timedelta(days=100)).date().isoformat()
    few, many = (
        almanac("plan", "backfill", "x", "--from", since, "--posts", str(posts))["usd"]
        for posts in (100, 3000)
    )
    assert many - few == pytest.approx(2 * 2900 * 0.001)  # two accounts


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nonsense", "--from", "2026-01-01"), "expected one of x, linkedin"),
        (("x", "--from", "2999-01-01"), "expected a day in the past"),
    ],
)
def test_a_plan_for_what_is_none_is_refused(almanac, arguments, said):
    assert said in almanac("plan", "backfill", *arguments, code=2)["error"]


def test_an_unknown_business_is_refused_with_those_that_there_are(almanac):
    result = CliRunner().invoke(app, ["sync", "x", "--business", "fairwai"])
    assert result.exit_code == 1 and "fairway" in str(result.exception)


@pytest.fixture
def refused(almanac, monkeypatch):
    """A token that nobody has given out, with which one account has been read in vain."""
    names = demo.environment(Home.from_environment().root)
    (variable,) = [name for name in names if "SPREEWERK" in name and "TIKTOK" in name]
    monkeypatch.setattr(demo, "environment", lambda _root: {})
    monkeypatch.setenv(variable, "a-token-that-nobody-has-given-out")
    failed = almanac("sync", "tiktok", code=1)
    assert not failed["success"] and "spreewerk" in failed["errors"][0]
    return "a-token-that-nobody-has-given-out"


def test_what_could_not_be_read_is_in_the_status(almanac, refused):
    problems = almanac("status", code=1)["problems"]
    assert any("spreewerk/tiktok" in each and ": failed, HTTP 200, code 40105" in each for each in problems)


def test_no_token_is_in_a_log_a_run_record_or_a_file(almanac, refused):
    """What Dagster keeps of good syncs and of a failed one is searched as well, byte by byte."""
    home = Home.from_environment()
    almanac("sync", "facebook")
    given = [first_token(each.platform, each.account_id) for each in profiles(home)]
    assert (home.dagster / "history").is_dir() and (home.logs / "activity.log").is_file()
    found = searched(home.root, [*given, refused])
    assert [place for place in found if not place.startswith("credentials/")] == []


def profiles(home):
    return [account.profile for account in twin_file.read(home.root).world().accounts]


def test_nothing_but_a_demonstration_gets_a_simulated_platform(tmp_path, monkeypatch):
    monkeypatch.setenv("ALMANAC_HOME", str(tmp_path / "own"))
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "own" / "dagster"))
    started = []
    monkeypatch.setattr("subprocess.Popen", lambda *given, **_: started.append(given))
    assert CliRunner().invoke(app, ["init"]).exit_code == 0
    assert CliRunner().invoke(app, ["sync"]).exit_code == 0
    assert started == []


def test_a_click_on_a_day_reads_that_day_and_no_other(almanac):
    """What the UI starts when somebody materializes partitions of account days."""
    home = Home.from_environment()
    first, last = (now().date() - timedelta(days=days) for days in (9, 7))
    chosen = {
        "dagster/asset_partition_range_start": first.isoformat(),
        "dagster/asset_partition_range_end": last.isoformat(),
    }
    with connected_to_twin(home), dg.DagsterInstance.get() as instance:
        result = dg.materialize(
            [account_days],
            instance=instance,
            resources={"warehouse": Warehouse(root=str(home.root))},
            tags=chosen,
        )
    (event,) = [
        each for each in result.get_asset_materialization_events() if each.partition == first.isoformat()
    ]
    assert event.materialization.metadata["rows"].value == 3
    with raw(home, "facebook", "account_days") as connection:
        read = f"select distinct day from raw where sync_id = '{result.run_id}' order by day"
        assert [day for (day,) in connection.execute(read).fetchall()] == [
            first + timedelta(days=number) for number in range(3)
        ]
