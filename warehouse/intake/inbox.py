"""What lies in the inbox: files that wait for a kind, and files that nobody takes. Moves nothing."""

import fnmatch
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from warehouse.configuration.loading import Configuration
from warehouse.configuration.mappings import Import
from warehouse.configuration.settings import Business
from warehouse.home import Home
from warehouse.intake.settled import is_settled
from warehouse.refusals import near
from warehouse.rows.reading import Item
from warehouse.rows.records import Record

SETTLED_SECONDS = 1.0
UNFINISHED = (".part", ".tmp", ".crdownload")


@dataclass(frozen=True)
class Kind:
    """One kind of inbox file: where its rows land, what its names are like, how it is read, into what record.

    A kind without patterns is fed by the `imports` of almanac.yaml that go into its stream. `newest` are the
    columns whose latest moment says how new the data is.
    """

    source: str
    stream: str
    record: type[Record]
    read: Callable[[Path, Import | None], Iterator[Item]]
    patterns: tuple[str, ...] = ()
    newest: tuple[str, ...] = ()


@dataclass(frozen=True)
class Waiting:
    """A file that lies in the inbox of a business and is of a kind."""

    path: Path
    business: Business
    kind: Kind
    mapping: Import | None
    modified: float


def waiting(
    home: Home, configuration: Configuration, kinds: Sequence[Kind], settled_seconds: float = SETTLED_SECONDS
) -> list[Waiting]:
    """The files of these kinds that have stopped changing, in the order in which they were last written."""
    return [file for file in matching(home, configuration, kinds) if is_settled(file.path, settled_seconds)]


def matching(home: Home, configuration: Configuration, kinds: Sequence[Kind]) -> list[Waiting]:
    """All files of these kinds, settled or not, in the order in which they were last written."""
    found = []
    for business in configuration.businesses:
        top = home.inbox / business.id
        for path in [] if top.is_symlink() else _files(top):
            kind, mapping = _kind(configuration, kinds, business, path.relative_to(top))
            modified = _modified(path) if kind else None
            if kind and modified is not None:
                found.append(Waiting(path, business, kind, mapping, modified))
    return sorted(found, key=lambda file: (file.modified, file.path))


def unmatched(home: Home, configuration: Configuration, kinds: Sequence[Kind]) -> list[tuple[Path, str]]:
    """Files that nobody will ever take, each with the reason, so that a person can move or map them."""
    reasons = ((path, _reason(home, configuration, kinds, path)) for path in _files(home.inbox))
    return [(path, reason) for path, reason in reasons if reason]


def _reason(home: Home, configuration: Configuration, kinds: Sequence[Kind], path: Path) -> str:
    """Why nobody takes the file, empty where somebody does."""
    place = path.relative_to(home.inbox)
    known = [business.id for business in configuration.businesses]
    if _modified(path) is None:
        return "not a plain file; links are not followed, put the file itself here"
    if len(place.parts) == 1:
        return f"lies in the inbox itself; move it into the folder of a business: {', '.join(known)}"
    if place.parts[0] not in known:
        hint = near(place.parts[0], known) or f"there are {', '.join(known)}"
        return f"no business {place.parts[0]!r} in almanac.yaml ({hint})"
    business = configuration.business(place.parts[0])
    kind, _mapping = _kind(configuration, kinds, business, Path(*place.parts[1:]))
    return "" if kind else "no kind of file has this name; rename it, or map it under imports in almanac.yaml"


def _kind(
    configuration: Configuration, kinds: Sequence[Kind], business: Business, place: Path
) -> tuple[Kind | None, Import | None]:
    """The kind of a file. What a person has written under imports goes before the names that are built in."""
    for mapping in configuration.imports:
        if mapping.business == business.id and any(
            _fits(name, mapping.files) for name in (place.name, str(place))
        ):
            fed = (kind for kind in kinds if not kind.patterns and kind.stream == mapping.into)
            return next(fed, None), mapping
    return next((kind for kind in kinds if any(_fits(place.name, one) for one in kind.patterns)), None), None


def _fits(name: str, pattern: str) -> bool:
    return fnmatch.fnmatchcase(name.casefold(), pattern.casefold())


def _modified(path: Path) -> float | None:
    """When a plain file was last written; None for links, for anything else, and for what has gone."""
    try:
        seen = path.lstat()
    except FileNotFoundError:
        return None
    return seen.st_mtime if stat.S_ISREG(seen.st_mode) else None


def _files(top: Path) -> Iterator[Path]:
    """All below a folder but hidden files and unfinished downloads; a linked folder counts as a file."""
    for place, folders, names in os.walk(top):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        links = [name for name in folders if Path(place, name).is_symlink()]
        for name in sorted([*names, *links]):
            if not name.startswith(".") and not name.casefold().endswith(UNFINISHED):
                yield Path(place, name)
