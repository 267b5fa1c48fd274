"""`almanac ui`: the Dagster web UI and its daemon on this installation, bound to this machine."""

import os
import signal
import sys
from pathlib import Path
from typing import Annotated

import typer

from orchestration.command_line.cycle import opened
from orchestration.command_line.demo_twin import started
from warehouse.home import REPOSITORY, Home


def ui(
    port: Annotated[int, typer.Option(help="Port on this machine.")] = 3000,
    host: Annotated[
        str, typer.Option(help="Address to listen on; there is no login, so think before changing it.")
    ] = "127.0.0.1",
) -> None:
    """Open the Dagster UI; while it runs, files are taken, marts built, insights and reports written by
    themselves."""
    home = Home.from_environment()
    opened(home)
    started(home)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    dagster = Path(sys.executable).with_name("dagster")
    os.chdir(REPOSITORY)
    os.environ["PATH"] = f"{dagster.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    arguments = [str(dagster), "dev", "-w", "workspace.yaml", "--host", host, "--port", str(port)]
    os.execv(dagster, arguments)  # noqa: S606
