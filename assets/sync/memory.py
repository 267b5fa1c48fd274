"""What is remembered of an account between syncs: what has been read, dead metrics, limits in force.

A small file; without it everything is read anew, and nothing is lost.
"""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from assets.sync.coverage import Coverage, Stretch
from warehouse.files import write_json
from warehouse.home import Home

# A run starts a little earlier or later than the one before; an hourly stream must not wait for two hours.
SLACK = timedelta(minutes=5)


@dataclass
class StreamMemory:
    """One stream of one account: when the last sync that went well began, and which stretches are read."""

    last_ok: datetime | None = None
    coverage: Coverage = field(default_factory=Coverage)

    def is_due(self, every: timedelta, moment: datetime) -> bool:
        """Whether it is time to read the stream again."""
        return self.last_ok is None or self.last_ok + every - min(SLACK, every / 10) <= moment


@dataclass
class Memory:
    """One account. `dead_metrics`: name -> reason and day; `notes`: whatever a client wants to know again."""

    file: Path
    streams: dict[str, StreamMemory] = field(default_factory=dict)
    dead_metrics: dict[str, str] = field(default_factory=dict)
    resets: dict[str, datetime] = field(default_factory=dict)
    notes: dict[str, Any] = field(default_factory=dict)

    def stream(self, name: str) -> StreamMemory:
        return self.streams.setdefault(name, StreamMemory())

    def save(self) -> None:
        """Writes the file, atomically; called after what was read has landed."""
        write_json(
            self.file,
            {
                "streams": {
                    name: {"last_ok": one.last_ok, "coverage": one.coverage.stretches}
                    for name, one in self.streams.items()
                },
                "dead_metrics": self.dead_metrics,
                "resets": self.resets,
                "notes": self.notes,
            },
        )


def path(home: Home, business_id: str, platform: str, account: str) -> Path:
    """The file of an account; its name survives any account id."""
    return home.sync / business_id / f"{platform}-{hashlib.sha256(account.encode()).hexdigest()[:16]}.json"


def remembered(home: Home, business_id: str, platform: str, account: str) -> Memory:
    """What is remembered of the account; nothing where it has not been read yet, or the file is damaged."""
    file = path(home, business_id, platform, account)
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
        return Memory(
            file,
            {name: _stream(one) for name, one in said["streams"].items()},
            said["dead_metrics"],
            {name: datetime.fromisoformat(at) for name, at in said["resets"].items()},
            said["notes"],
        )
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return Memory(file)


def _stream(said: dict[str, Any]) -> StreamMemory:
    moments = (
        (datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in said["coverage"]
    )
    last_ok = datetime.fromisoformat(said["last_ok"]) if said["last_ok"] else None
    return StreamMemory(last_ok, Coverage(Stretch(*each) for each in moments))
