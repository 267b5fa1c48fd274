"""What taking files from the inbox came to, file by file, for callers and the catalogue."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from warehouse.intake.inbox import Kind

LANDED, DUPLICATE, QUARANTINED, CHANGING, FAILED = "landed", "duplicate", "quarantined", "changing", "failed"
Reasons = Counter[tuple[str, str, str]]


@dataclass
class Outcome:
    """What became of one file. `reasons` counts (severity, field, reason); `raw` is its Parquet file."""

    name: str
    business_id: str
    status: str
    reason: str = ""
    rows: int = 0
    rejected: int = 0
    notices: int = 0
    newest: datetime | None = None
    reasons: Reasons = field(default_factory=Counter)
    raw: Path | None = None
    error: Exception | None = None


@dataclass
class Taken:
    """What one call has taken."""

    kind: Kind
    files: list[Outcome] = field(default_factory=list)

    def of(self, status: str) -> list[Outcome]:
        """The files with this outcome."""
        return [file for file in self.files if file.status == status]

    @property
    def rows(self) -> int:
        """Rows that landed."""
        return sum(file.rows for file in self.files)

    @property
    def rejected(self) -> int:
        """Rows that went to quarantine, of files that landed and of files that did not."""
        return sum(file.rejected for file in self.files)

    @property
    def newest(self) -> datetime | None:
        """The latest moment that the data speaks of, None where it speaks of none."""
        return max((file.newest for file in self.files if file.newest), default=None)

    @property
    def reasons(self) -> Reasons:
        """How often each (severity, field, reason) came."""
        return sum((file.reasons for file in self.files), Counter())
