"""Dagster's event log on SQLite with connections that stay open: a run writes hundreds of small events."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dagster._core.storage.event_log.sqlite.sqlite_event_log import SqliteEventLogStorage
from dagster._core.storage.sql import create_engine
from dagster._core.storage.sqlite import SQLITE_BUSY_TIMEOUT_SECONDS
from dagster._serdes import ConfigurableClassData
from sqlalchemy import Connection, Engine, StaticPool

MOST_OPEN = 4


class OpenSqliteEventLogStorage(SqliteEventLogStorage):
    """Dagster's own storage and files; only that the last few of its databases stay connected.

    Dagster's makes a new engine for every event, and with it compiles its statements anew: a third of the
    time of a run. Overrides one private method: read it again when the pin of dagster moves.
    """

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        self._engines: dict[str, Engine] = {}
        super().__init__(base_dir, inst_data)

    @classmethod
    def config_type(cls) -> dict[str, Any]:
        """Nothing to configure: the databases are where Dagster's own storage has them."""
        return {}

    @classmethod
    def from_config_value(
        cls, inst_data: ConfigurableClassData | None, _config_value: Mapping[str, Any]
    ) -> "OpenSqliteEventLogStorage":
        return cls(str(Path(os.environ["DAGSTER_HOME"]) / "history" / "runs"), inst_data)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        with self._db_lock, self._engine(shard).connect() as connection, connection.begin():
            yield connection

    def _engine(self, shard: str) -> Engine:
        """The engine of a database, made at the first use; the oldest one is closed where there are many."""
        if shard not in self._engines:
            while len(self._engines) >= MOST_OPEN:
                self._engines.pop(next(iter(self._engines))).dispose()
            waiting = {"timeout": SQLITE_BUSY_TIMEOUT_SECONDS, "check_same_thread": False}
            engine = create_engine(
                self.conn_string_for_shard(shard), poolclass=StaticPool, connect_args=waiting
            )
            self._initdb(engine)
            self._engines[shard] = engine
        return self._engines[shard]

    def dispose(self) -> None:
        """Closes what is open."""
        while self._engines:
            self._engines.popitem()[1].dispose()
        super().dispose()
