"""What a platform gave that is not what it should be: whole in quarantine, without values in raw."""

import json
from contextlib import ExitStack
from datetime import datetime
from typing import IO, Any

import pyarrow as pa
from pydantic import BaseModel

from assets.calling.secrecy import hidden
from assets.sync.connection import Connection
from assets.sync.landing import Landing
from warehouse.files import atomic
from warehouse.intake.rejections import Problem
from warehouse.rows.records import MOMENT, arrow_type

SOURCE, STREAM = "sync", "refusals"


class RefusedItem(BaseModel):
    """An item that did not land. The reason holds no value of it; quarantine/ has it whole."""

    source: str
    stream: str
    account_id: str
    endpoint: str
    field: str
    reason: str
    sync_id: str


def schema() -> pa.Schema:
    """The Parquet schema of raw/sync/refusals."""
    own = tuple((name, arrow_type(info.annotation)) for name, info in RefusedItem.model_fields.items())
    return pa.schema([("business_id", pa.string()), *own, ("observed_at", MOMENT), ("landed_at", MOMENT)])


class Refusals:
    """The refused items of one pull, as quarantine/<business>/<name>.rows.ndjson: there once it ends well."""

    def __init__(self, connection: Connection, stream: str, name: str, at: datetime) -> None:
        """`name` is that of both files, `at` when the pull began."""
        business_id, self._secrets = connection.business.id, connection.secrets
        self._told = {
            "source": connection.platform,
            "stream": stream,
            "account_id": connection.account_id,
            "business_id": business_id,
            "sync_id": connection.sync_id,
            "observed_at": at,
        }
        self._landing = Landing(connection.home, SOURCE, STREAM, name, schema(), at)
        self._path = connection.home.quarantine / business_id / f"{name}.rows.ndjson"
        self._held = ExitStack()
        self._file: IO[str] | None = None
        self._number = 0
        self.first = ""  # field and rule of the first refused item, without its value

    def __enter__(self) -> "Refusals":
        return self

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        # After `finish` nothing is held any more; before it, the temporary file goes.
        self._held.__exit__(kind or RuntimeError, error or RuntimeError("not finished"), trace)
        self._landing.__exit__(kind, error, trace)

    def __len__(self) -> int:
        return self._number

    def add(self, problems: list[Problem], item: Any, endpoint: str) -> None:
        """Writes an item with everything that is wrong with it."""
        first = problems[0]
        self._number += 1
        self.first = self.first or f"{first.field}: {first.reason}"
        own = {"endpoint": endpoint, "field": first.field, "reason": first.reason}
        self._landing.add({**self._told, **own})
        if self._file is None:
            temporary = self._held.enter_context(atomic(self._path))
            opened = temporary.open("w", encoding="utf-8", errors="backslashreplace")
            self._file = self._held.enter_context(opened)
        why = "; ".join(problem.detail for problem in problems)
        told = json.dumps(
            {"endpoint": endpoint, "reason": why, "item": item}, ensure_ascii=False, default=str
        )
        self._file.write(hidden(told, self._secrets) + "\n")

    def finish(self) -> None:
        """Makes the file appear and lands the reasons; nothing where nothing was refused."""
        self._held.close()
        self._landing.finish()
