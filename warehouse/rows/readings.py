"""What reading one file came to, and how the ledger and the caller are told of it. Writes nothing."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from warehouse.intake.inbox import Waiting
from warehouse.intake.originals import Original
from warehouse.intake.outcomes import LANDED, QUARANTINED, Outcome
from warehouse.intake.quarantine import RefusedRows
from warehouse.intake.tally import Tally
from warehouse.rows.reading import Unreadable
from warehouse.rows.records import FileContext


@dataclass
class Reading:
    """The counts of a file, where its rows landed, and the remarks on them.

    With a reason it did not land at all; `reason` holds no value of the file, `detail` does.
    """

    tally: Tally
    raw: Path | None
    remarks: Iterable[dict[str, Any]]
    reason: str = ""
    detail: str = ""

    @property
    def status(self) -> str:
        """Whether the file landed or is quarantined whole."""
        return QUARANTINED if self.reason else LANDED

    def entry(self, file: Waiting, source: Original) -> dict[str, Any]:
        """The ledger's own columns for the file."""
        return {
            "source": file.kind.source,
            "stream": file.kind.stream,
            "bytes": source.bytes,
            "rows": self.tally.rows,
            "rejected": self.tally.rejected,
            "notices": self.tally.notices,
            "status": self.status,
            "reason": self.reason or None,
            "newest_data": self.tally.newest,
        }

    def outcome(self, context: FileContext) -> Outcome:
        """What the caller is told."""
        return Outcome(
            name=context.source_file,
            business_id=context.business_id,
            status=self.status,
            reason=self.reason,
            rows=self.tally.rows,
            rejected=self.tally.rejected,
            notices=self.tally.notices,
            newest=self.tally.newest,
            reasons=self.tally.reasons,
            raw=self.raw,
        )


def read(tally: Tally, raw: Path | None, refused: RefusedRows) -> Reading:
    """A file that could be read to its end. When every row of it was refused, it has not landed."""
    remarks = chain(refused.remarks(), tally.remarks)
    problem = tally.first_problem
    if tally.rows or problem is None:
        return Reading(tally, raw, remarks)
    first = f"none of its {tally.rejected:,} rows could be read; the first: "
    first = first if tally.rejected > 1 else "its only row could not be read: "
    place = "" if problem.field == "row" else f"{problem.field}: "
    return Reading(tally, raw, remarks, f"{first}{place}{problem.reason}", first + problem.detail)


def broken(unreadable: Unreadable) -> Reading:
    """A file that could not be read: nothing of it landed."""
    reason = unreadable.reason
    remark = {"source_line": None, "severity": "rejected", "field": "file", "reason": reason}
    tally = Tally(reasons=Counter({("rejected", "file", reason): 1}))
    return Reading(tally, None, [remark], reason, unreadable.detail)
