"""The note that a pull has begun and what it has cost so far: a run that is killed gets into the ledger."""

import json
import uuid
from datetime import datetime
from pathlib import Path

from assets.sync import ledger
from assets.sync.ledger import FAILED, Attempt
from warehouse.files import write_json
from warehouse.home import Home

KILLED = "the run ended before it could say what became of this: killed, or the machine went off"


class OpenPull:
    """A file beside the account's memory, there from the first call until the attempt has landed."""

    def __init__(self, memory_file: Path, attempt: Attempt) -> None:
        self._file = memory_file.with_suffix(".open.json")
        self._attempt = attempt
        self.name = f"{attempt.business_id}-{memory_file.stem}-{attempt.stream}-{uuid.uuid4().hex[:16]}"

    def write(self) -> None:
        """Writes what the ledger is told if nobody comes back to say more."""
        told = self._attempt.model_copy(update={"status": FAILED, "reason": KILLED, "failure": "killed"})
        write_json(self._file, {"name": self.name, "attempt": told.model_dump(mode="json")})

    def book(self, cost: int) -> None:
        """Notes what the pull has cost so far, before the next call."""
        self._attempt.cost_microusd = cost
        self.write()

    def close(self) -> None:
        """The attempt has landed."""
        self._file.unlink(missing_ok=True)


def recover(home: Home, memory_file: Path, at: datetime) -> None:
    """Lands the attempt of a run that was killed; called by whoever holds the lock of the account."""
    file = memory_file.with_suffix(".open.json")
    if said := _said(file):
        ledger.land(home, *said, at)
    file.unlink(missing_ok=True)


def unbooked(home: Home, platform: str, month: str) -> int:
    """What pulls have cost that are going on, or were killed and are not recovered yet; as `ledger.spent`."""
    told = [said for file in home.sync.glob(f"*/{platform}-*.open.json") if (said := _said(file))]
    return sum(one.cost_microusd for _, (one,) in told if f"{one.started_at:%Y-%m}" == month)


def _said(file: Path) -> tuple[str, list[Attempt]] | None:
    """Name and attempt in the file; None where there is none, or one that an earlier release wrote."""
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
        return said["name"], [Attempt.model_validate(said["attempt"])]
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None
