"""What a platform gave that is not what it should be: whole in quarantine, without values in raw."""

import json
from contextlib import ExitStack
from datetime import datetime
from typing import IO, Any

import pyarrow as pa
from pydantic import BaseModel

from assets.calling.secrecy import hidden
from assets.sync.connection import Connection
from warehouse import landing
from warehouse.files import atomic
from warehouse.home import Home
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

    def __init__(
        self,
        home: Home,
        business_id: str,
        source: str,
        stream: str,
        account: str,
        name: str,
        secrets: set[str] | None = None,
    ) -> None:
        self._home, self._name, self._secrets = home, name, secrets or set()
        self._told = {"source": source, "stream": stream, "account_id": account, "business_id": business_id}
        self._rows: list[dict[str, Any]] = []
        self._path = home.quarantine / business_id / f"{name}.rows.ndjson"
        self._held = ExitStack()
        self._file: IO[str] | None = None

    @classmethod
    def of(cls, connection: Connection, stream: str, name: str) -> "Refusals":
        """Those of a stream of a connected account."""
        business_id, account = connection.business.id, connection.account_id
        return cls(
            connection.home, business_id, connection.platform, stream, account, name, connection.secrets
        )

    def __enter__(self) -> "Refusals":
        return self

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        # After `finish` nothing is held any more; before it, the temporary file goes.
        self._held.__exit__(kind or RuntimeError, error or RuntimeError("not finished"), trace)

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def first(self) -> str:
        """Field and rule of the first refused item, without its value."""
        return f"{self._rows[0]['field']}: {self._rows[0]['reason']}"

    def add(self, problems: list[Problem], item: Any, endpoint: str) -> None:
        """Writes an item with everything that is wrong with it."""
        first = problems[0]
        self._rows.append({**self._told, "endpoint": endpoint, "field": first.field, "reason": first.reason})
        if self._file is None:
            temporary = self._held.enter_context(atomic(self._path))
            opened = temporary.open("w", encoding="utf-8", errors="backslashreplace")
            self._file = self._held.enter_context(opened)
        why = "; ".join(problem.detail for problem in problems)
        told = json.dumps(
            {"endpoint": endpoint, "reason": why, "item": item}, ensure_ascii=False, default=str
        )
        self._file.write(hidden(told, self._secrets) + "\n")

    def finish(self, sync_id: str, at: datetime) -> None:
        """Makes the file appear and lands the reasons; nothing where nothing was refused."""
        self._held.close()
        common = {"sync_id": sync_id, "observed_at": at, "landed_at": at}
        rows = ({**row, **common} for row in self._rows)
        landing.land_rows(self._home, SOURCE, STREAM, self._name, schema(), rows, at)
