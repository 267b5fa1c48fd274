"""The ledger of the inbox in raw, its memory: a row for every file taken, a row for every row refused."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import pyarrow as pa
from pydantic import BaseModel

from warehouse import landing
from warehouse.home import Home
from warehouse.intake.inbox import Waiting
from warehouse.rows.records import FileContext, arrow_schema

SOURCE, FILES, REJECTIONS = "inbox", "files", "rejections"


class TakenFile(BaseModel):
    """A file that was taken, once: what became of it. Duplicates have no row."""

    source: str
    stream: str
    bytes: int
    rows: int
    rejected: int
    notices: int
    status: str
    reason: str | None
    newest_data: datetime | None


class Rejection(BaseModel):
    """A row that was refused, or landed with a remark. The reason holds no value; quarantine/ has the row."""

    source: str
    stream: str
    severity: str
    field: str
    reason: str


def streams() -> list[tuple[str, str, pa.Schema]]:
    """Source, stream and schema of the ledger's two parts."""
    return [(SOURCE, FILES, arrow_schema(TakenFile)), (SOURCE, REJECTIONS, arrow_schema(Rejection))]


def known(home: Home) -> set[str]:
    """The names of all entries: what has been taken, whatever became of it."""
    return landing.landed(home, SOURCE, FILES)


def entry(file: Waiting, sha256: str) -> str:
    """The name of a file's entry when it landed. The same bytes may be read by two kinds, by each once."""
    return f"{file.business.id}-{sha256[:16]}-{file.kind.source}-{file.kind.stream}"


def refused_entry(file: Waiting, sha256: str) -> str:
    """The name of a file's entry when it was quarantined whole.

    The import that read it is part of the name: who corrects almanac.yaml can drop the file again.
    """
    mapping = file.mapping.model_dump_json() if file.mapping else ""
    return f"{entry(file, sha256)}-refused-{hashlib.sha256(mapping.encode()).hexdigest()[:8]}"


def write(
    home: Home, name: str, context: FileContext, taken: dict[str, Any], remarks: Iterable[dict[str, Any]]
) -> None:
    """Lands the remarks on rows, then the entry of the file. Once the entry is there, the file is known."""
    common = {**context.common(), "observed_at": context.landed_at}
    own = {"source": taken["source"], "stream": taken["stream"]}
    rows = ({**common, **own, **remark} for remark in remarks)
    landing.land_rows(home, SOURCE, REJECTIONS, name, arrow_schema(Rejection), rows, context.landed_at)
    entry_row = [{**common, **taken}]
    landing.land_rows(home, SOURCE, FILES, name, arrow_schema(TakenFile), entry_row, context.landed_at)
