"""What a platform gave that is not what it should be: kept in quarantine whole, told in raw without its values."""

import json
from datetime import datetime
from typing import Any

import pyarrow as pa
from pydantic import BaseModel

from warehouse import landing
from warehouse.files import write_text
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
    """The refused items of one pull."""

    def __init__(
        self, home: Home, business_id: str, source: str, stream: str, account: str, name: str
    ) -> None:
        self._home, self._business_id, self._name = home, business_id, name
        self._told = {"source": source, "stream": stream, "account_id": account, "business_id": business_id}
        self._rows: list[dict[str, Any]] = []
        self._items: list[str] = []

    def __len__(self) -> int:
        return len(self._rows)

    def add(self, problems: list[Problem], item: Any, endpoint: str) -> None:
        """Keeps an item with everything that is wrong with it."""
        first = problems[0]
        self._rows.append({**self._told, "endpoint": endpoint, "field": first.field, "reason": first.reason})
        why = "; ".join(problem.detail for problem in problems)
        self._items.append(
            json.dumps({"endpoint": endpoint, "reason": why, "item": item}, ensure_ascii=False)
        )

    def finish(self, sync_id: str, at: datetime) -> None:
        """Writes quarantine/<business>/<name>.rows.ndjson and lands the reasons; nothing where nothing was refused."""
        if not self._rows:
            return
        write_text(
            self._home.quarantine / self._business_id / f"{self._name}.rows.ndjson",
            "\n".join(self._items) + "\n",
        )
        common = {"sync_id": sync_id, "observed_at": at, "landed_at": at}
        rows = [{**row, **common} for row in self._rows]
        landing.land_rows(self._home, SOURCE, STREAM, self._name, schema(), rows, at)
