"""Builds a raw layer with dbt itself, day by day: for the tests that compare this with a full refresh."""

import os
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.random_events import STEPS, ZONES, Delivery
from benchmarks.raw_layer import Row, land, prepare

PROJECT = Path(__file__).resolve().parents[1] / "dbt_project"
Rows = dict[str, list[tuple[Any, ...]]]


class DayByDay:
    """A home that dbt builds again and again; the manifest is parsed once."""

    _manifest: Any = None

    def __init__(self, folder: Path) -> None:
        self.home, self.files = folder, 0
        (folder / "warehouse").mkdir(parents=True)
        prepare(folder)
        for stream, rows in configuration().items():
            land(folder, "config", stream, rows, file="config", landed_at=datetime(2026, 1, 1))

    def take(self, delivery: Delivery) -> None:
        """Lands the file; every file has its own name."""
        self.files += 1
        name = f"file-{self.files}"
        land(
            self.home,
            delivery.source,
            delivery.stream,
            delivery.rows,
            file=name,
            landed_at=delivery.landed_at,
        )

    def build(self, as_of: datetime, *options: str) -> None:
        """dbt builds models and seeds, without tests, as of that moment; in this process, on DuckDB."""
        from dbt.adapters.duckdb.connections import DuckDBConnectionManager
        from dbt.adapters.factory import reset_adapters
        from dbt.cli.main import dbtRunner

        self._enter(as_of)
        folders = [f"--project-dir={PROJECT}", f"--profiles-dir={PROJECT}", "--log-level=none"]
        folders += [f"--target-path={self.home / 'dbt'}", f"--log-path={self.home / 'logs'}"]
        if DayByDay._manifest is None:
            DayByDay._manifest = dbtRunner().invoke(["parse", *folders]).result
        asked = ["build", "--exclude-resource-type", "unit_test", "test", *options, *folders]
        answer: Any = dbtRunner(manifest=DayByDay._manifest).invoke(asked)
        DuckDBConnectionManager.close_all_connections()
        reset_adapters()
        assert answer.exception is None
        bad = [
            (each.node.name, each.message) for each in answer.result.results if str(each.status) == "error"
        ]
        assert bad == []

    def _enter(self, as_of: datetime) -> None:
        os.environ |= {
            "ALMANAC_HOME": str(self.home),
            "ALMANAC_AS_OF": str(as_of),
            "ALMANAC_ENGINE": "duckdb",
        }

    def rows(self) -> Rows:
        """All marts, each sorted."""
        with duckdb.connect(str(self.home / "warehouse" / "build.duckdb"), read_only=True) as connection:
            return marts(connection)


def marts(connection: duckdb.DuckDBPyConnection) -> Rows:
    """All tables of the schema marts, each sorted."""
    found = connection.execute(
        "select table_name from information_schema.tables where table_schema = 'marts'"
    ).fetchall()
    return {name: connection.execute(f"from marts.{name} order by all").fetchall() for (name,) in found}


def configuration() -> dict[str, list[Row]]:
    """Two businesses in two zones; a funnel and a cohort analysis of the first."""
    rest = {
        "currency": "USD",
        "week_starts": "monday",
        "conversion_window_days": 14,
        "is_demonstration": False,
    }
    zones = [
        rest | {"business_id": business, "name": business, "timezone": zone}
        for business, zone in ZONES.items()
    ]
    funnel = {
        "business_id": "acme",
        "funnel_id": "calculator",
        "step_order": "ordered",
        "window_seconds": 259_200,
    }
    funnel |= {"clip_to_range": False, "unit": "user", "attribution": "first_touch", "breakdown_at": "event"}
    cohort = {"business_id": "acme", "cohort_id": "daily", "entry_event": STEPS[0], "return_event": STEPS[1]}
    filters = [
        {"business_id": "acme", "funnel_id": "calculator", "role": "step", "number": number, "event": step}
        | {"is_optional": False}
        for number, step in enumerate(STEPS, start=1)
    ]
    return {
        "businesses": zones,
        "funnels": [funnel],
        "funnel_filters": filters,
        "cohorts": [cohort | {"period": "day", "kind": "first_time", "periods": 5}],
    }
