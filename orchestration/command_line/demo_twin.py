"""The simulated platforms of a demonstration: they answer while a command runs that reads them."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from warehouse.home import REPOSITORY, Home

PATIENCE_SECONDS = 15


@contextmanager
def connected_to_twin(home: Home) -> Iterator[None]:
    """In a demonstration home the simulated platforms answer during the body; elsewhere nothing happens."""
    process = started(home)
    try:
        yield
    finally:
        if process is not None:
            process.terminate()
            process.wait()


def started(home: Home) -> "subprocess.Popen[bytes] | None":
    """The process of the simulated platforms, answering; None where there are none, or it runs already."""
    if not (home.root / "twin.json").is_file():
        return None
    from twin import demo

    os.environ.update(demo.environment(home.root))
    port = demo.port(home.root)
    if _answers(port):
        return None
    # It ends by itself when this process is gone.
    process = subprocess.Popen([sys.executable, "-m", "twin.serve", "--home", str(home.root)], cwd=REPOSITORY)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not _answers(port) and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    return process


def _answers(port: int) -> bool:
    with socket.socket() as connection:
        return connection.connect_ex(("127.0.0.1", port)) == 0
