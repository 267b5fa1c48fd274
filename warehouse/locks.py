"""Locks between processes, held by the kernel: a process that dies, however it dies, lets go."""

import asyncio
import fcntl
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import IO


class Busy(RuntimeError):
    """Another process holds the lock and did not let go in time."""


_held: dict[Path, tuple[str, IO[str]]] = {}


@contextmanager
def exclusive(path: Path, wait_seconds: float = 600) -> Iterator[None]:
    """Holds the lock file for the body; raises Busy, naming the file, when nobody lets go in
    `wait_seconds`."""
    with _locked(path, wait_seconds):
        yield


@asynccontextmanager
async def exclusively(path: Path, wait_seconds: float = 600) -> AsyncIterator[None]:
    """As `exclusive`, for a coroutine: other coroutines go on while this one waits, also the one that
    holds the lock."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + wait_seconds
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as handle:
        while not _is_locked(handle):
            if loop.time() >= deadline:
                raise Busy(f"{path.name}: another run has held it for {wait_seconds:.0f} s")
            await asyncio.sleep(0.1)
        yield


def hold(path: Path, owner: str, wait_seconds: float = 1800) -> None:
    """Holds the lock file for `owner` beyond this call, until `release` or the end of the process; raises
    Busy.

    For work that goes on over several steps of one run. A lock that another owner in this process has left
    is taken over: runs in one process follow each other.
    """
    known = _held.get(path)
    if known is None:
        _held[path] = owner, _locked(path, wait_seconds)
    elif known[0] != owner:
        _held[path] = owner, known[1]


def release(path: Path, owner: str) -> None:
    """Lets go of what the owner holds; nothing where it holds nothing."""
    if path in _held and _held[path][0] == owner:
        _held.pop(path)[1].close()


def _locked(path: Path, wait_seconds: float) -> IO[str]:
    """The lock file, open and locked; closing it lets go."""
    path.parent.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + wait_seconds
    handle = path.open("a")
    while not _is_locked(handle):
        if time.monotonic() >= deadline:
            handle.close()
            raise Busy(f"{path.name}: another run has held it for {wait_seconds:.0f} s") from None
        time.sleep(0.05)
    return handle


def _is_locked(handle: IO[str]) -> bool:
    """Locks the open file if nobody else has; whether it is ours now."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
