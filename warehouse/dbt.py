"""Runs the dbt project in a process of its own and tells what became of every node. The only place that
calls dbt."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from warehouse import basis, funnels
from warehouse import engine as duckdb_engine
from warehouse.home import DBT_PROJECT, REPOSITORY, Home
from warehouse.progress import tell

GOOD = frozenset({"success", "pass", "warn", "no-op"})
LAST_MODEL = "int_taken_files"  # it holds the state, and waits for every model that is built by day
ENGINES = ("duckdb", "spark")
FLAGS = ("--no-write-json", "--log-level", "none", "--log-level-file", "info", "--no-use-colors")


class DbtError(RuntimeError):
    """dbt could not run at all: the project does not parse, or the engine does not answer."""


@dataclass(frozen=True)
class Node:
    """What became of one model, seed or test.

    `failures` counts the rows a test found, None where it is no test; `profile` is None where it is no mart.
    """

    unique_id: str
    kind: str
    name: str
    status: str
    message: str
    seconds: float
    failures: int | None
    profile: dict[str, Any] | None = None

    @property
    def ok(self) -> bool:
        return self.status in GOOD


@dataclass(frozen=True)
class _Call:
    """What a dbt process is started for; a warm one serves only the very same call."""

    home: Home
    engine: str
    funnels: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, home: Home, engine: str) -> "_Call":
        return cls(home, engine, tuple(funnels.environment(home).items()))

    @property
    def environment(self) -> dict[str, str]:
        """The variables that profiles.yml and macros read; the moment of the build comes with the word."""
        return {
            **os.environ,
            **dict(self.funnels),
            "ALMANAC_HOME": str(self.home.root),
            "ALMANAC_ENGINE": self.engine,
            "ALMANAC_MEMORY_LIMIT": duckdb_engine.settings(self.home)["memory_limit"],
        }

    @property
    def arguments(self) -> list[str]:
        folders = {
            "--project-dir": DBT_PROJECT,
            "--profiles-dir": DBT_PROJECT,
            "--target-path": self.home.warehouse / "dbt",
            "--log-path": self.home.logs,
        }
        return [*FLAGS, "--target", self.engine, *(str(part) for pair in folders.items() for part in pair)]


_warm: dict[_Call, subprocess.Popen[str]] = {}


def engine_from_environment() -> str:
    """The engine that ALMANAC_ENGINE names, duckdb by default; raises ValueError for any other name."""
    name = os.environ.get("ALMANAC_ENGINE") or "duckdb"
    if name not in ENGINES:
        raise ValueError(f"ALMANAC_ENGINE: expected one of {', '.join(ENGINES)}, got {name!r}")
    return name


def warm_up(home: Home, engine: str) -> None:
    """Starts dbt's process ahead of the build, so that it imports and parses while other work goes on."""
    call = _Call.of(home, engine)
    if call not in _warm:
        _warm[call] = _start(call)


def cool_down() -> None:
    """Ends the processes that were started ahead and not used."""
    while _warm:
        _end(_warm.popitem()[1])


def build(home: Home, as_of: datetime, engine: str) -> Iterator[Node]:
    """Builds all seeds and models and runs all data tests as of that moment (UTC); yields each node as it
    is done.

    Only days that have changed are built, unless what they rest on has. A failing test or model is a Node
    that is not `ok`; raises DbtError where dbt gave no result at all.
    """
    call = _Call.of(home, engine)
    now = basis.basis(home, engine, as_of)
    anew = basis.begin(home, now)
    if anew:
        tell(f"everything anew: {anew}")
    process = _warm.pop(call, None) or _start(call)
    told: set[str] = set()
    try:
        for answer in _answers(process, as_of, anew is not None):
            if "failed" in answer:
                raise DbtError(f"dbt build gave no result: {answer['failed']}")
            found = [answer["node"]] if "node" in answer else answer["results"]
            for node in (Node(**said) for said in found if said["unique_id"] not in told):
                told.add(node.unique_id)
                tell(node.name)
                yield node
                if node.name == LAST_MODEL and node.ok:
                    basis.complete(home, now)
    finally:
        _end(process)


def _start(call: _Call) -> subprocess.Popen[str]:
    call.home.logs.mkdir(parents=True, exist_ok=True)
    with (call.home.logs / "dbt.stderr.log").open("w") as errors:
        return subprocess.Popen(
            [sys.executable, "-m", "warehouse.dbt_worker", *call.arguments],
            cwd=REPOSITORY,
            env=call.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )


def _end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def _answers(process: subprocess.Popen[str], as_of: datetime, anew: bool) -> Iterator[dict[str, Any]]:
    """Names the moment to build for and whether everything is, which is the word to begin, and yields every
    answer; raises DbtError where the process ends without its last one."""
    if process.stdin is None or process.stdout is None:
        raise DbtError("dbt's process was started without pipes")
    word = {"as_of": as_of.isoformat(sep=" "), "full_refresh": anew}
    process.stdin.write(f"{json.dumps(word)}\n")
    process.stdin.flush()
    for line in process.stdout:
        answer = json.loads(line)
        yield answer
        if "results" in answer:
            return
    raise DbtError(
        f"dbt's process ended without a result (exit code {process.wait()}); see logs/dbt.stderr.log"
    )
