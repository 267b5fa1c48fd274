"""Whole runs that are killed, that meet each other, and that stand before a full disk: the next run is
right, nothing is lost."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from warehouse.home import Home

ALMANAC = Path(sys.executable).with_name("almanac")
AS_OF = "2026-11-20T09:00:00"


@pytest.fixture
def installed(tmp_path):
    home = Home(tmp_path / "home")
    assert command(home, "init").wait() == 0
    rows = [
        {"id": f"email_{number}", "source": "email", "created_at": "2026-11-01T10:00:00Z", "status": "new"}
        for number in range(200)
    ]
    (home.inbox / "my_business" / "opportunities.json").write_text(json.dumps(rows))
    return home


def command(home: Home, *arguments: str) -> subprocess.Popen:
    environment = {**os.environ, "ALMANAC_HOME": str(home.root)}
    with (home.root.parent / "log.txt").open("a") as log:
        return subprocess.Popen([ALMANAC, *arguments, "--json"], env=environment, stdout=log, stderr=log)


def opportunities(home: Home) -> int:
    with duckdb.connect(str(home.published), read_only=True) as connection:
        return connection.execute("select count(*) from fct_opportunities").fetchone()[0]


def log(home: Home) -> str:
    return (home.root.parent / "log.txt").read_text()


def killed_when(process: subprocess.Popen, reached) -> None:
    """Kills the process (SIGKILL) the moment the condition holds."""
    deadline = time.monotonic() + 120
    while not reached():
        assert process.poll() is None, "the run ended before it reached the point where it was to be killed"
        assert time.monotonic() < deadline
        time.sleep(0.002)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()


def test_two_runs_at_once_both_succeed_and_the_file_is_taken_once(installed):
    runs = [command(installed, "run", "--as-of", AS_OF) for _ in range(2)]
    assert [run.wait(timeout=240) for run in runs] == [0, 0], log(installed)
    assert opportunities(installed) == 200
    assert len(list(installed.raw.glob("opportunities/opportunities/observed_on=2*/*.parquet"))) == 1


@pytest.mark.parametrize("moment", ["landing", "building", "candidate"])
def test_after_a_kill_the_next_run_is_right_and_nothing_is_lost(installed, moment):
    reached = {
        "landing": lambda: any(installed.raw.glob("opportunities/opportunities/observed_on=2*/*")),
        "building": lambda: (
            installed.build_database.is_file() and installed.build_database.stat().st_size > 0
        ),
        "candidate": lambda: any(installed.marts.glob("v1/*.parquet")),
    }[moment]
    killed_when(command(installed, "run", "--as-of", AS_OF), reached)
    assert command(installed, "run", "--as-of", AS_OF).wait(timeout=240) == 0, log(installed)
    assert opportunities(installed) == 200
    assert list(installed.inbox.rglob("*.json")) == []
    assert len(list(installed.raw.glob("opportunities/opportunities/observed_on=2*/*.parquet"))) == 1
    assert len(list(installed.archive.rglob("*.gz"))) == 1
    labels = [folder / "version.json" for folder in installed.marts.glob("v*")]
    assert labels and all(label.is_file() for label in labels)


def test_a_killed_run_does_not_stay_started_for_ever(installed, monkeypatch):
    from dagster import DagsterInstance

    monkeypatch.setenv("DAGSTER_HOME", str(installed.dagster))

    killed_when(
        command(installed, "run", "--as-of", AS_OF),
        lambda: (installed.warehouse / "build_state.json").is_file(),
    )
    assert command(installed, "run", "--as-of", AS_OF).wait(timeout=240) == 0, log(installed)
    with DagsterInstance.from_config(str(installed.dagster)) as instance:
        assert {run.status.name for run in instance.get_runs()} == {"SUCCESS", "FAILURE"}
