"""The Dagster UI as a visitor finds it, and Almanac left alone: a file in the inbox becomes marts and
insights by itself."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from orchestration.names import SOURCES
from warehouse.home import Home

pytestmark = pytest.mark.slow
ALMANAC = Path(sys.executable).with_name("almanac")
CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1600,1000",
]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Ui:
    """`almanac ui` on a home, running; asks its GraphQL."""

    def __init__(self, home: Home) -> None:
        self.home, self.port = home, free_port()
        environment = {**os.environ, "ALMANAC_HOME": str(home.root)}
        with (home.root.parent / "ui.log").open("w") as log:
            self.process = subprocess.Popen(
                [ALMANAC, "ui", "--port", str(self.port)], env=environment, stdout=log, stderr=log
            )
        self.until(self.answers, 120)

    def answers(self) -> bool:
        try:
            return bool(self.ask("{ version }"))
        except OSError:
            return False

    def ask(self, query: str) -> dict:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/graphql",
            json.dumps({"query": query}).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)["data"]

    def runs(self) -> dict[str, str]:
        found = self.ask("{ runsOrError { ... on Runs { results { jobName status } } } }")["runsOrError"][
            "results"
        ]
        return {run["jobName"]: run["status"] for run in reversed(found)}

    def until(self, holds, seconds: float) -> float:
        """Waits until the condition holds, and says how many seconds that took."""
        started = time.monotonic()
        while not holds():
            assert self.process.poll() is None, "the UI ended"
            assert time.monotonic() - started < seconds, f"not within {seconds} s"
            time.sleep(0.5)
        return time.monotonic() - started

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=60)


@pytest.fixture
def home(tmp_path):
    made = Home(tmp_path / "home")
    subprocess.run([ALMANAC, "init"], env={**os.environ, "ALMANAC_HOME": str(made.root)}, check=True)
    return made


@pytest.fixture
def ui(home):
    running = Ui(home)
    yield running
    running.stop()


def drop(home: Home, name: str, *ids: str) -> None:
    rows = [{"id": one, "source": "email", "created_at": "2026-11-01T10:00:00Z"} for one in ids]
    (home.inbox / "my_business" / name).write_text(json.dumps(rows))


def said(home: Home) -> str:
    path = home.insights / "my_business.json"
    return path.read_text() if path.is_file() else ""


def test_a_dropped_file_is_in_the_insights_and_the_run_list_within_two_minutes_and_after_an_outage_too(
    home, ui
):
    drop(home, "opportunities-1.json", "a", "b")
    seconds = ui.until(lambda: "(0/2)" in said(home), 120)
    assert seconds < 120
    ui.until(lambda: ui.runs().get("insights") == "SUCCESS", 30)
    assert {"ingest_opportunities": "SUCCESS", "publish": "SUCCESS"}.items() <= ui.runs().items()
    ui.stop()
    drop(home, "opportunities-2.json", "c")
    again = Ui(home)
    try:
        again.until(lambda: "(0/3)" in said(home), 120)
    finally:
        again.stop()


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_the_lineage_opens_in_a_browser_with_every_asset_green(home, tmp_path):
    environment = {**os.environ, "ALMANAC_HOME": str(home.root), "ALMANAC_SCHEDULES": "off"}
    drop(home, "opportunities.json", "a", "b")
    for command in ("run", "report", "sync"):
        subprocess.run([ALMANAC, command], env=environment, check=True)
    subprocess.run([ALMANAC, "sync", *SOURCES], env=environment, check=True)
    os.environ["ALMANAC_SCHEDULES"] = "off"
    running = Ui(home)
    try:
        nodes = running.ask("{ assetNodes { assetKey { path } assetMaterializations(limit: 1) { runId } } }")[
            "assetNodes"
        ]
        grey = [node["assetKey"]["path"] for node in nodes if not node["assetMaterializations"]]
        assert grey == [["sync", "compaction"]], "only what runs at night is still to come"
        text = dom(running.port, "/asset-groups", tmp_path)
        assert "Failed to load" not in text and "marts_engagement" in text and "estimates" in text
    finally:
        running.stop()
        del os.environ["ALMANAC_SCHEDULES"]


def dom(port: int, path: str, folder: Path) -> str:
    """The page as Chromium has it after twenty seconds of its scripts' time."""
    arguments = [*FLAGS, f"--user-data-dir={folder / 'profile'}", "--virtual-time-budget=20000", "--dump-dom"]
    page = subprocess.run(
        [CHROMIUM, *arguments, f"http://127.0.0.1:{port}{path}"],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return page.stdout
