"""One file's way from the inbox into raw, in an order that survives being killed at any point.

The entry in the ledger comes last but one, and the original leaves the inbox last. Whatever happens before,
the next run starts again from the same bytes; what has landed under its name is not landed twice.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from warehouse import landing
from warehouse.home import Home
from warehouse.intake import ledger, originals, quarantine
from warehouse.intake.inbox import Waiting
from warehouse.intake.originals import Changed, Original
from warehouse.intake.outcomes import CHANGING, DUPLICATE, FAILED, Outcome
from warehouse.intake.shaping import shaped
from warehouse.intake.tally import Tally
from warehouse.pseudonyms import InstallKey
from warehouse.rows.fields import HALF_CHARACTER
from warehouse.rows.reading import Unreadable
from warehouse.rows.readings import Reading, broken, read
from warehouse.rows.records import FileContext, arrow_schema

STILL_CHANGING = "it is still being written or moved; the next run sees to it"
KNOWN = "the same bytes have been taken before"


@dataclass
class Reception:
    """Receives the files of one call; `known` are the names of all entries of the ledger."""

    home: Home
    key: InstallKey
    known: set[str]

    def postponed(self, file: Waiting) -> Outcome:
        """The outcome of a file that is left for a later run."""
        return self._told(file, CHANGING, STILL_CHANGING)

    def outcome(self, file: Waiting, landed_at: datetime) -> Outcome:
        """Takes one file; what goes wrong with it is in the outcome, never raised."""
        try:
            return self._received(file, landed_at)
        except Changed:
            return self.postponed(file)
        except Exception as error:
            outcome = self._told(file, FAILED, self.key.pseudonymous(f"{type(error).__name__}: {error}"))
            outcome.error = error
            return outcome

    def _received(self, file: Waiting, landed_at: datetime) -> Outcome:
        source = originals.original(file.path)
        entry, refused = ledger.entry(file, source.sha256), ledger.refused_entry(file, source.sha256)
        if {entry, refused} & self.known:
            originals.archive(self.home, file.business.id, source, landed_at)
            return self._told(file, DUPLICATE, KNOWN)
        context = self._context(file, source, landed_at)
        reading = self._read(file, source, context)
        self._keep(file, source, reading, landed_at)
        name = refused if reading.reason else entry
        ledger.write(self.home, name, context, reading.entry(file, source), reading.remarks)
        self.known.add(name)
        if reading.reason:
            originals.remove(source)
        else:
            originals.archive(self.home, file.business.id, source, landed_at)
        return reading.outcome(context)

    def _context(self, file: Waiting, source: Original, landed_at: datetime) -> FileContext:
        return FileContext(
            business_id=file.business.id,
            source_file=self._shown(file.path),
            file_sha256=source.sha256,
            landed_at=landed_at,
            zone=(file.mapping and file.mapping.timezone) or file.business.timezone,
            currency=(file.mapping and file.mapping.currency) or file.business.currency,
            key=self.key,
        )

    def _read(self, file: Waiting, source: Original, context: FileContext) -> Reading:
        try:
            return self._landed(file, source, context)
        except Unreadable as unreadable:
            return broken(unreadable)

    def _landed(self, file: Waiting, source: Original, context: FileContext) -> Reading:
        kind, tally = file.kind, Tally()
        name, schema = f"{file.business.id}-{source.sha256[:16]}", arrow_schema(kind.record)
        with quarantine.RefusedRows(self.home, file.business.id, source) as refused:
            items = kind.read(file.path, file.mapping)
            rows = shaped(items, kind.record, kind.newest, context, tally, refused.add)
            checked = _checked(rows, source)
            raw = landing.land_rows(
                self.home, kind.source, kind.stream, name, schema, checked, context.landed_at
            )
        return read(tally, raw, refused)

    def _keep(self, file: Waiting, source: Original, reading: Reading, landed_at: datetime) -> None:
        """Puts the file itself into quarantine where it, or a row too long to write down, did not land."""
        if reading.reason or reading.tally.has_long_rows:
            quarantine.keep(self.home, file.business.id, source)
        if reading.reason:
            quarantine.explain(self.home, file.business.id, source, reading.reason, reading.detail, landed_at)

    def _told(self, file: Waiting, status: str, reason: str) -> Outcome:
        return Outcome(self._shown(file.path), file.business.id, status, reason)

    def _shown(self, path: Path) -> str:
        """The name of a file as it may be seen: addresses in it are pseudonyms."""
        return HALF_CHARACTER.sub("\ufffd", self.key.pseudonymous(path.name))


def _checked(rows: Iterable[dict[str, Any]], source: Original) -> Iterator[dict[str, Any]]:
    """The rows; at their end raises Changed if somebody wrote to the file meanwhile, so that none lands."""
    yield from rows
    source.check()
