"""Whether a file has stopped changing: nobody has it open for writing, and its last change is a while ago."""

import fcntl
import os
import signal
import time
from pathlib import Path


def is_settled(path: Path, seconds: float) -> bool:
    """True when the file has not changed for `seconds` and no program is known to be writing to it."""
    try:
        # Unlike the time of writing, the status change also moves when a file is renamed into the inbox.
        age = abs(time.time() - path.lstat().st_ctime)
        return age >= seconds and not is_being_written(path)
    except FileNotFoundError:
        return False


def is_being_written(path: Path) -> bool:
    """True when a program has the file open for writing; false as well where the system cannot tell."""
    if not hasattr(fcntl, "F_SETLEASE"):
        return False
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except PermissionError:
        return False
    try:
        # Who opens the file in this very moment makes the kernel send a signal: by default SIGIO, which would
        # end this process. SIGURG is ignored unless somebody asks for it.
        fcntl.fcntl(handle, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except BlockingIOError:
        return True
    except OSError:
        return False
    finally:
        os.close(handle)
    return False
