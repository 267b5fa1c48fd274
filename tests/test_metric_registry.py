"""The metric registry knows every metric of the marts, and every metric that it knows is in a mart."""

import csv
import importlib
import pkgutil
from pathlib import Path

import pyarrow as pa
import pytest
import yaml

import assets.estimates

PROJECT = Path(__file__).resolve().parents[1] / "dbt_project"
# Numbers that say where or when a row belongs, not how much of something there is.
ATTRIBUTES = {
    "conversion_window_days", "window_days", "hashtag_count", "posted_weekday", "posted_hour", "hour_block",
    "created_weekday", "created_hour", "gap_days", "days", "weekday", "hour", "value",
    "local_hour", "source_line", "age",
    "age_days", "day_n", "horizon_days", "period_number", "step", "from_seconds", "to_seconds", "touch",
}  # fmt: skip


def registered() -> set[str]:
    with (PROJECT / "seeds" / "metric_registry.csv").open(encoding="utf-8") as file:
        return {row["metric"] for row in csv.DictReader(file)}


def of_contracts() -> dict[str, set[str]]:
    """The numeric columns of every mart that dbt builds, as its contract names them."""
    files = [yaml.safe_load(path.read_text()) for path in PROJECT.glob("models/marts/**/*.yml")]
    return {
        mart["name"]: {
            column["name"] for column in mart["columns"] if column["data_type"] in ("bigint", "double")
        }
        for file in files
        for mart in file["models"]
    }


def of_estimates() -> dict[str, set[str]]:
    """The numeric columns of every mart that is estimated in Python, as its schema names them."""
    package = assets.estimates
    modules = [
        importlib.import_module(f"{package.__name__}.{each.name}")
        for each in pkgutil.iter_modules(package.__path__)
    ]
    schemas = {
        module.__name__.split(".")[-1]: module.SCHEMA for module in modules if hasattr(module, "SCHEMA")
    }
    return {
        mart: {field.name for field in schema if field.type in (pa.int64(), pa.float64())}
        for mart, schema in schemas.items()
    }


METRICS = {mart: columns - ATTRIBUTES for mart, columns in (of_contracts() | of_estimates()).items()}


@pytest.mark.parametrize("mart", sorted(METRICS))
def test_every_metric_of_a_mart_is_registered(mart: str) -> None:
    assert METRICS[mart] - registered() == set()


def test_every_registered_metric_is_in_a_mart() -> None:
    assert registered() - set().union(*METRICS.values()) == set()


def test_reach_is_never_additive() -> None:
    with (PROJECT / "seeds" / "metric_registry.csv").open(encoding="utf-8") as file:
        assert {row["additive"] for row in csv.DictReader(file) if row["metric"] == "reach"} == {"none"}
