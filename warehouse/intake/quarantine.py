"""Quarantine: what did not land, kept whole with the reason, for people. None of it goes into raw."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from warehouse.files import atomic, write_json
from warehouse.home import Home
from warehouse.intake import originals
from warehouse.intake.originals import Original
from warehouse.intake.rejections import Problem
from warehouse.rows.reading import Item


def keep(home: Home, business_id: str, source: Original) -> Path:
    """Copies the file as it came into quarantine/<business>/; the inbox keeps it until all else is done."""
    target = home.quarantine / business_id / source.stored_name
    originals.copy(source, target)
    return target


def explain(home: Home, business_id: str, source: Original, reason: str, detail: str, at: datetime) -> None:
    """Writes `<name>.reason.json` beside a file that was quarantined whole."""
    explanation = {
        "file": source.path.name,
        "business_id": business_id,
        "sha256": source.sha256,
        "quarantined_at": f"{at.isoformat()}Z",
        "reason": reason,
        "detail": detail,
    }
    write_json(home.quarantine / business_id / f"{source.stored_name}.reason.json", explanation)


class RefusedRows:
    """The rows of one file that did not land, as `<name>.rows.ndjson`: there once the block ends well."""

    def __init__(self, home: Home, business_id: str, source: Original) -> None:
        self.path = home.quarantine / business_id / f"{source.stored_name}.rows.ndjson"
        self.source = source
        self._held = ExitStack()
        self._file: IO[str] | None = None

    def __enter__(self) -> "RefusedRows":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._held.__exit__(kind, error, trace)

    def add(self, item: Item, problems: tuple[Problem, ...]) -> None:
        """Writes a row with its line and all that is wrong with it; of one too long, where it is kept."""
        if self._file is None:
            temporary = self._held.enter_context(atomic(self.path))
            self._file = self._held.enter_context(temporary.open("w", encoding="utf-8"))
        refused = {
            "file": self.source.path.name,
            "line": item.line,
            "field": problems[0].field,
            "rule": problems[0].reason,
            "reason": "; ".join(problem.detail for problem in problems),
            "row": {"kept_in": self.source.stored_name} if item.row is None and item.problem else item.row,
        }
        self._file.write(json.dumps(refused, default=_digits) + "\n")

    def remarks(self) -> Iterator[dict[str, Any]]:
        """What the ledger may say of the rows, once the block has ended: line, field and rule, no value."""
        if self._file is None:
            return
        with self.path.open(encoding="utf-8") as file:
            for refused in map(json.loads, file):
                yield {
                    "source_line": refused["line"],
                    "severity": "rejected",
                    "field": refused["field"],
                    "reason": refused["rule"],
                }


def _digits(value: Any) -> str:
    if not isinstance(value, Decimal):
        raise TypeError(f"expected what a reader of JSON or of tables gives, got {type(value).__name__}")
    return str(value)
