"""Funnels and events given in Python, through the very SQL of the models, on a DuckDB of their own."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from benchmarks.bare_sql import Statement, statements
from tests.funnel_parts import Event, Funnel, Step

RESERVED = (
    "source", "medium", "campaign", "referrer", "page", "country", "region", "city", "device", "experiment",
    "variant", "currency",
)  # fmt: skip
EVENTS = (
    "business_id varchar, event_id varchar, event varchar, occurred_at timestamp, local_date date, "
    "local_hour bigint, person_key varchar, unit_key varchar, user_key varchar, anonymous_key varchar, "
    "session_key varchar, " + ", ".join(f"{name} varchar" for name in RESERVED) + ", duration_ms bigint, "
    "value_minor bigint, properties varchar, origin varchar, is_bot boolean, bot_reason varchar, "
    "landed_at timestamp, session_date date"
)
CONFIGURED = {
    "businesses": "business_id varchar, name varchar, timezone varchar, currency varchar, "
    "week_starts varchar, as_of timestamp, local_today date",
    "funnels": "business_id varchar, funnel_id varchar, step_order varchar, window_seconds bigint, "
    "clip_to_range boolean, range_from date, range_to date, unit varchar, breakdown_1 varchar, "
    "breakdown_2 varchar, attribution varchar, attribution_step bigint, breakdown_at varchar",
    "funnel_filters": "business_id varchar, funnel_id varchar, role varchar, number bigint, event varchar, "
    "is_optional boolean, first_time varchar, from_step bigint, to_step bigint",
    "conditions": "business_id varchar, owner varchar, owner_id varchar, number bigint, property varchar, "
    "value varchar",
}
FUNNEL = "funnel"
Row = tuple[Any, ...]


class FunnelWorld:
    """Businesses with one funnel each; `build` computes the marts of all of them at once."""

    def __init__(self, as_of: datetime, week_starts: str = "monday") -> None:
        self.as_of, self.week_starts = as_of, week_starts
        self.rows: dict[str, list[Row]] = {name: [] for name in [*CONFIGURED, "events"]}

    def add(self, business: str, funnel: Funnel, events: Iterable[Event], bots: Iterable[Event] = ()) -> None:
        today = _local(self.as_of, funnel.zone).date()
        self.rows["businesses"].append(
            (business, business, funnel.zone, "USD", self.week_starts, self.as_of, today)
        )
        self.rows["funnels"].append(_funnel(business, funnel))
        for role, filters in (
            ("step", funnel.steps),
            ("exclusion", tuple(each.event for each in funnel.exclusions)),
        ):
            for number, wanted in enumerate(filters, start=1):
                self._add_filter(business, funnel, role, number, wanted)
        self.rows["events"] += [_event(business, funnel.zone, event, False) for event in events]
        self.rows["events"] += [_event(business, funnel.zone, event, True) for event in bots]

    def _add_filter(self, business: str, funnel: Funnel, role: str, number: int, wanted: Step) -> None:
        between = funnel.exclusions[number - 1] if role == "exclusion" else None
        spans = (between.from_step, between.to_step) if between else (None, None)
        row = (business, FUNNEL, role, number, wanted.name, wanted.optional, wanted.first_time, *spans)
        self.rows["funnel_filters"].append(row)
        self.rows["conditions"] += [
            (business, f"funnel_{role}", FUNNEL, number, name, _text(value))
            for name, values in wanted.where.items()
            for value in values
        ]

    def build(self) -> duckdb.DuckDBPyConnection:
        """A connection that holds the funnel marts."""
        connection = duckdb.connect(config={"threads": 2})
        for schema in ("staging", "intermediate", "marts"):
            connection.execute(f"create schema {schema}")
        for name, columns in CONFIGURED.items():
            _fill(connection, f"staging.stg_config__{name}", columns, self.rows[name])
        _fill(connection, "marts.fct_events", EVENTS, self.rows["events"])
        for statement in funnel_statements():
            connection.execute(statement.sql(self.as_of))
        return connection


def funnel_statements() -> list[Statement]:
    """The models between configured funnels and events and the funnel marts, in the order of building."""
    return [each for each in statements() if each.name.startswith(("int_funnel", "funnel_"))]


def _fill(connection: duckdb.DuckDBPyConnection, table: str, columns: str, rows: list[Row]) -> None:
    connection.execute(f"create table {table} ({columns})")
    if rows:
        texts = [
            [None if value is None else str(value) for value in column] for column in zip(*rows, strict=True)
        ]
        names = ", ".join(f"unnest(${place})" for place in range(1, len(texts) + 1))
        connection.execute(f"insert into {table} select {names}", texts)


def _funnel(business: str, funnel: Funnel) -> Row:
    first, last = funnel.days or (None, None)
    one, other = (*funnel.properties, None, None)[:2]
    window = int(funnel.window / timedelta(seconds=1))
    told = (funnel.attribution, funnel.attribution_step, funnel.at) if one else (None, None, None)
    return (
        business, FUNNEL, funnel.order, window, funnel.clip_to_range, first, last, funnel.unit, one, other,
        *told,
    )  # fmt: skip


def _event(business: str, zone: str, event: Event, is_bot: bool) -> Row:
    local = _local(event.at, zone)
    given = {name: value for name, value in event.properties.items() if name not in RESERVED}
    reserved = [event.properties.get(name) for name in RESERVED]
    return (
        business, event.id, event.name, event.at, local.date(), local.hour, event.person, event.person,
        event.person, None, event.session, *reserved, None, None, json.dumps(given), "events", is_bot, None,
        event.at,
        (local - timedelta(hours=4)).date(),
    )  # fmt: skip


def _local(moment: datetime, zone: str) -> datetime:
    return moment.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def _text(value: Any) -> str:
    """As the configuration lands it."""
    return str(value).lower() if isinstance(value, bool) else str(value)
