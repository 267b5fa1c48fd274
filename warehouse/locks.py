"""Locks between processes, held by the kernel: a process that dies, however it dies, lets go."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Busy(RuntimeError):
    """Another process holds the lock and did not let go in time."""


@contextmanager
def exclusive(path: Path, wait_seconds: float = 600) -> Iterator[None]:
    """Holds the lock file for the body; raises Busy, naming the file, when nobody lets go in `wait_seconds`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + wait_seconds
    with path.open("a") as handle:
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise Busy(f"{path.name}: another run has held it for {wait_seconds:.0f} s") from None
                time.sleep(0.05)
        yield
