"""Lands the rows of one pull as one Parquet file, streamed: whole when the pull has ended, or not at all."""

from contextlib import ExitStack, suppress
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse import landing
from warehouse.files import atomic
from warehouse.home import Home

BATCH_ROWS = 2_000


class Landing:
    """Rows on their way to raw/<source>/<stream>; `finish` makes the file appear, else all is dropped."""

    def __init__(
        self, home: Home, source: str, stream: str, name: str, schema: pa.Schema, landed_at: datetime
    ) -> None:
        folder = landing.folder(home, source, stream) / f"observed_on={landed_at:%Y-%m-%d}"
        self.path = folder / f"{name}.parquet"
        self._schema, self._landed_at = schema, landed_at
        self._held = ExitStack()
        self._writer: pq.ParquetWriter | None = None
        self._rows: list[dict[str, Any]] = []

    def __enter__(self) -> "Landing":
        return self

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        # After `finish` nothing is held any more; before it, the temporary file goes.
        if self._writer is not None:
            # On a full disk the writer cannot even be closed; what counts then is why.
            with suppress(OSError):
                self._writer.close()
        self._held.__exit__(kind or RuntimeError, error or RuntimeError("not finished"), trace)

    def add(self, row: dict[str, Any]) -> None:
        """Takes a row; memory holds at most 2,000."""
        self._rows.append({**row, "landed_at": self._landed_at})
        if len(self._rows) >= BATCH_ROWS:
            self._write()

    def finish(self) -> None:
        """Makes the file appear under its name; without a row there is none."""
        if self._rows:
            self._write()
        if self._writer is not None:
            self._writer.close()
            self._writer = None
        self._held.close()

    def _write(self) -> None:
        if self._writer is None:
            temporary = self._held.enter_context(atomic(self.path))
            self._writer = pq.ParquetWriter(temporary, self._schema, compression="zstd")
        self._writer.write_batch(pa.RecordBatch.from_pylist(self._rows, self._schema))
        self._rows = []
