"""Files of the inbox as bytes: their SHA-256, exact copies, the archive. Blind to what is in them."""

import gzip
import hashlib
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from warehouse.activity import note
from warehouse.files import atomic
from warehouse.home import Home

BLOCK = 1 << 20
LONGEST_NAME = 120
NAME_END = 20
COMPRESSION = 6
PACKED = ".gz"


class Changed(RuntimeError):
    """The file changed, or went away, while it was being read; it is left to the next run."""


@dataclass(frozen=True)
class Original:
    """A file of the inbox as it was when it was hashed."""

    path: Path
    sha256: str
    state: tuple[int, int, int]

    @property
    def bytes(self) -> int:
        """The size of the file."""
        return self.state[1]

    @property
    def stored_name(self) -> str:
        """The name under which it is kept: the start of its SHA-256 and its own name, cut if it is long."""
        plain = self.path.name.encode("utf-8", "replace")
        kept = plain if len(plain) <= LONGEST_NAME else plain[: LONGEST_NAME - NAME_END] + plain[-NAME_END:]
        return f"{self.sha256[:16]}-{kept.decode('utf-8', 'ignore')}"

    def check(self) -> None:
        """Raises Changed where somebody has written to the file, or replaced it, since it was hashed."""
        if _state(self.path) != self.state:
            raise Changed(f"{self.path.name} changed while it was being read")


def original(path: Path) -> Original:
    """The file with its SHA-256, read block by block; raises OSError where it cannot be read."""
    state = _state(path)
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for block in iter(lambda: file.read(BLOCK), b""):
            digest.update(block)
    return Original(path, digest.hexdigest(), state)


def copy(source: Original, target: Path) -> None:
    """Copies the file in one step; raises Changed where it is no longer what was hashed."""
    with atomic(target) as temporary:
        shutil.copyfile(source.path, temporary)
        source.check()


def archive(home: Home, business_id: str, source: Original, day: datetime) -> Path:
    """Moves a file, compressed, to archive/<business>/<day>/; it leaves the inbox once that is on disk."""
    is_packed = source.path.suffix.casefold() == PACKED
    name = source.stored_name if is_packed else f"{source.stored_name}{PACKED}"
    target = home.archive / business_id / f"{day:%Y-%m-%d}" / name
    if not target.exists():
        (copy if is_packed else _pack)(source, target)
    remove(source)
    return target


def forget(home: Home, now: datetime, days: int) -> int:
    """Removes what was archived more than so many days ago, says so in the log; gives how many folders."""
    oldest = f"{now - timedelta(days=days):%Y-%m-%d}"
    old = [folder for folder in home.archive.glob("*/[0-9]*-[0-9]*-[0-9]*") if folder.name < oldest]
    for folder in old:
        shutil.rmtree(folder)
    if old:
        names = ", ".join(sorted(f"{folder.parent.name}/{folder.name}" for folder in old))
        note(home, "archive", f"removed originals of more than {days} days ago: {names}")
    return len(old)


def remove(source: Original) -> None:
    """Takes the file out of the inbox; raises Changed, and leaves it, if it is no longer what was hashed."""
    source.check()
    source.path.unlink()


def _pack(source: Original, target: Path) -> None:
    with atomic(target) as temporary, source.path.open("rb") as file:
        with gzip.open(temporary, "wb", compresslevel=COMPRESSION) as kept:
            shutil.copyfileobj(file, kept, BLOCK)
        source.check()


def _state(path: Path) -> tuple[int, int, int]:
    """What changes when somebody writes to the file: inode, size and time of the last write."""
    try:
        seen = path.lstat()
    except FileNotFoundError:
        raise Changed(f"{path.name} has gone") from None
    return seen.st_ino, seen.st_size, seen.st_mtime_ns
