"""Taking what waits in the inbox: one kind of file at a time, each file isolated from the others."""

import time
from datetime import datetime, timedelta

from warehouse import landing
from warehouse.configuration.loading import Configuration
from warehouse.home import Home
from warehouse.intake import ledger, originals
from warehouse.intake.inbox import SETTLED_SECONDS, Kind, Waiting, matching
from warehouse.intake.outcomes import Taken
from warehouse.intake.reception import Reception
from warehouse.intake.settled import is_settled
from warehouse.locks import exclusive
from warehouse.progress import tell
from warehouse.pseudonyms import InstallKey
from warehouse.rows.records import arrow_schema

LONGEST_WAIT_SECONDS = 3600


def take(
    home: Home,
    configuration: Configuration,
    kind: Kind,
    now: datetime,
    settled_seconds: float = SETTLED_SECONDS,
) -> Taken:
    """Takes every settled file of the kind and says what became of each; one call at a time, others wait.

    A file that fails for a reason of ours (disk full, a bug) stays in the inbox with outcome `failed`, the
    others go on. Landing times are a microsecond apart, the last written last, so that the newest counts.
    """
    with exclusive(home.warehouse / "inbox.lock", LONGEST_WAIT_SECONDS):
        _prepare(home, kind)
        originals.forget(home, now, configuration.retention.keep_originals)
        files, changing = _settled(home, configuration, kind, settled_seconds)
        reception = Reception(home, InstallKey.load(home), ledger.known(home))
        taken = Taken(kind, [reception.postponed(file) for file in changing])
        for after, file in zip(reversed(range(len(files))), files, strict=True):
            tell(f"{kind.source}/{kind.stream}: {file.path.name}")
            taken.files.append(reception.outcome(file, now - timedelta(microseconds=after)))
    return taken


def _prepare(home: Home, kind: Kind) -> None:
    for source, stream, schema in [(kind.source, kind.stream, arrow_schema(kind.record)), *ledger.streams()]:
        landing.prepare(home, source, stream, schema)
        landing.sweep(landing.folder(home, source, stream))
    landing.sweep(home.quarantine, home.archive)


def _settled(
    home: Home, configuration: Configuration, kind: Kind, seconds: float
) -> tuple[list[Waiting], list[Waiting]]:
    """Files that have settled and files that have not, after giving what was dropped just now its time."""
    files = matching(home, configuration, [kind])
    if not all(is_settled(file.path, seconds) for file in files):
        time.sleep(seconds)
        files = matching(home, configuration, [kind])
    settled = {file.path for file in files if is_settled(file.path, seconds)}
    return [file for file in files if file.path in settled], [
        file for file in files if file.path not in settled
    ]
