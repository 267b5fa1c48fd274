"""Runs single models of the product on rows written down in a test: no raw layer, no other models."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa

from benchmarks.bare_sql import Connection, statements

COHORTS = [
    "int_sales", "int_cohorts_configured", "int_cohort_events", "int_cohort_members", "int_cohort_cells",
    "cohort_retention", "cohort_conversion",
]  # fmt: skip
ASSESSMENTS = [
    "int_sales", "int_assessments", "int_assessment_people", "int_assessment_figures", "popular_items",
    "geography", "market_sectors", "attribute_conversion",
]  # fmt: skip
LEADS = ["int_sales", "int_assessments", "fct_leads"]
Row = dict[str, Any]

INPUTS: dict[str, dict[str, pa.DataType]] = {
    "staging.stg_config__businesses": {
        "business_id": pa.string(), "timezone": pa.string(), "week_starts": pa.string(),
        "currency": pa.string(), "conversion_window_days": pa.int64(), "as_of": pa.timestamp("us"),
        "local_today": pa.date32(),
    },
    "staging.stg_config__cohorts": {
        "business_id": pa.string(), "cohort_id": pa.string(), "entry_event": pa.string(),
        "return_event": pa.string(), "period": pa.string(), "kind": pa.string(), "periods": pa.int64(),
    },
    "staging.stg_config__conditions": {
        "business_id": pa.string(), "owner": pa.string(), "owner_id": pa.string(), "number": pa.int64(),
        "property": pa.string(), "value": pa.string(),
    },
    "marts.fct_events": {
        "business_id": pa.string(), "event_id": pa.string(), "event": pa.string(),
        "occurred_at": pa.timestamp("us"), "local_date": pa.date32(), "person_key": pa.string(),
        "source": pa.string(), "medium": pa.string(), "campaign": pa.string(), "referrer": pa.string(),
        "page": pa.string(), "country": pa.string(), "region": pa.string(), "city": pa.string(),
        "device": pa.string(), "experiment": pa.string(), "variant": pa.string(), "currency": pa.string(),
        "value_minor": pa.int64(), "duration_ms": pa.int64(), "properties": pa.string(),
        "origin": pa.string(), "is_bot": pa.bool_(), "session_date": pa.date32(),
    },
    "marts.fct_payments": {
        "business_id": pa.string(), "entry_id": pa.string(), "kind": pa.string(),
        "occurred_at": pa.timestamp("us"), "local_date": pa.date32(), "reporting_minor": pa.int64(),
        "person_key": pa.string(),
    },
    "marts.dim_businesses": {
        "business_id": pa.string(), "currency": pa.string(), "conversion_window_days": pa.int64(),
        "as_of": pa.timestamp("us"),
    },
    "marts.fct_opportunities": {
        "business_id": pa.string(), "opportunity_id": pa.string(), "source": pa.string(),
        "subject_key": pa.string(), "created_at": pa.timestamp("us"), "is_converted": pa.bool_(),
        "converted_at": pa.timestamp("us"), "revenue_minor": pa.int64(), "currency": pa.string(),
    },
    "intermediate.int_people": {
        "business_id": pa.string(), "subject_key": pa.string(), "person_key": pa.string(),
    },
}  # fmt: skip


@contextmanager
def built(models: list[str], inputs: dict[str, list[Row]]) -> Iterator[Connection]:
    """A connection to a new database with the models of these rows; tables left out are empty."""
    with duckdb.connect() as connection:
        for schema in ("staging", "intermediate", "marts"):
            connection.execute(f"create schema {schema}")
        for name, columns in INPUTS.items():
            rows = pa.Table.from_pylist(inputs.get(name, []), schema=pa.schema(columns.items()))
            connection.register("rows", rows)
            connection.execute(f"create table {name} as from rows")
        known = {statement.name: statement for statement in statements()}
        for model in models:
            connection.execute(known[model].sql(datetime(2000, 1, 1)))
        yield connection


def text_of(properties: Row) -> str:
    """Properties as they stand in raw: canonical JSON."""
    return json.dumps(properties, sort_keys=True, separators=(",", ":"))


def business(
    timezone: str = "UTC", week_starts: str = "monday", as_of: datetime = datetime(2027, 1, 1)
) -> Row:
    """The row of the business acme."""
    return {
        "business_id": "acme", "timezone": timezone, "week_starts": week_starts, "currency": "EUR",
        "conversion_window_days": 30, "as_of": as_of, "local_today": local(as_of, timezone).date(),
    }  # fmt: skip


def event(name: str, person: str, occurred_at: datetime, timezone: str = "UTC", **properties: Any) -> Row:
    """An event of acme as fct_events has it; places are columns, everything else is in its properties."""
    places = {place: properties.pop(place, None) for place in ("country", "region", "city", "device")}
    here = local(occurred_at, timezone)
    return places | {
        "business_id": "acme", "event_id": f"{person} {name} {occurred_at}", "event": name,
        "person_key": person, "occurred_at": occurred_at, "local_date": here.date(),
        "session_date": (here - timedelta(hours=4)).date(), "is_bot": False,
        "properties": text_of(properties),
    }  # fmt: skip


def local(moment: datetime, timezone: str) -> datetime:
    """The wall-clock time of a UTC moment."""
    return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(timezone)).replace(tzinfo=None)
