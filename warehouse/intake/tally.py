"""What one file holds, counted as its rows go by: landed, refused, remarked on, and how new the data is."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from warehouse.intake.rejections import Problem
from warehouse.rows.reading import TOO_LONG, Item

MOST_NOTICES = 1000
NO_ZONE = "a time without a zone, read in the time zone of the business"
NO_ROWS = "the file holds no rows"


@dataclass
class Tally:
    """The counts of one file. `reasons` counts (severity, field, reason); `remarks` are the notices."""

    rows: int = 0
    rejected: int = 0
    notices: int = 0
    newest: datetime | None = None
    has_long_rows: bool = False
    first_problem: Problem | None = None
    first_without_zone: int = 0
    without_zone: int = 0
    reasons: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    remarks: list[dict[str, Any]] = field(default_factory=list)

    def reject(self, item: Item, problem: Problem) -> None:
        """Counts a row that does not land."""
        self.rejected += 1
        self.first_problem = self.first_problem or problem
        self.has_long_rows |= item.problem == TOO_LONG
        self.reasons["rejected", problem.field, problem.reason] += 1

    def notice(self, line: int, name: str, reason: str) -> None:
        """Keeps a remark on a row that lands; beyond a thousand a file they are only counted."""
        self.notices += 1
        self.reasons["notice", name, reason] += 1
        if len(self.remarks) < MOST_NOTICES:
            self.remarks.append({"source_line": line, "severity": "notice", "field": name, "reason": reason})

    def zoneless(self, line: int) -> None:
        """Counts a row with a time that names no zone."""
        self.without_zone += 1
        self.first_without_zone = self.first_without_zone or line

    def see(self, moment: datetime | None, landed_at: datetime) -> None:
        """Takes a moment that the data speaks of; what lies ahead of the landing does not make data new."""
        if moment and moment <= landed_at and (self.newest is None or moment > self.newest):
            self.newest = moment

    def close(self) -> None:
        """Adds the remarks on the whole file: how many rows have times without a zone; that it is empty."""
        if self.without_zone:
            rows = f" ({self.without_zone:,} rows)" if self.without_zone > 1 else ""
            self.notice(self.first_without_zone, "has_zone", f"{NO_ZONE}{rows}")
        if not self.rows and not self.rejected:
            self.notice(1, "file", NO_ROWS)
