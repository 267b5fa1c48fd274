"""The published marts as rows: which businesses there are and how a query is asked. Knows no insight."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import duckdb

Connection = duckdb.DuckDBPyConnection
Row = dict[str, Any]

BUSINESSES = """
select business_id, name, timezone, currency, week_starts, conversion_window_days, is_demonstration,
    as_of as figures_as_of, local_today, first_data_on, newest_data_at
from marts.dim_businesses
order by business_id
"""


class UnknownBusiness(ValueError):
    """A business was asked for that the published marts do not have."""

    def __init__(self, known: Sequence[str], unknown: Sequence[str]) -> None:
        super().__init__(f"businesses: expected some of {sorted(known)}, got {sorted(unknown)}")


@dataclass(frozen=True)
class Business:
    """One business as published: `figures_as_of` is the moment of its figures, `as_of` that of the run."""

    business_id: str
    name: str
    timezone: str
    currency: str
    week_starts: str
    conversion_window_days: int
    is_demonstration: bool
    figures_as_of: datetime
    local_today: date
    first_data_on: date | None
    newest_data_at: datetime | None
    as_of: datetime

    @property
    def literal(self) -> str:
        """The id as an SQL literal, for queries that a person can run as they stand."""
        return literal(self.business_id)


def rows(connection: Connection, sql: str) -> list[Row]:
    """The answer of a query, one dictionary a row."""
    cursor = connection.execute(sql)
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]


def row(connection: Connection, sql: str) -> Row:
    """The single row of a query that always has one; raises LookupError otherwise."""
    answer = rows(connection, sql)
    if len(answer) != 1:
        raise LookupError(f"expected one row, got {len(answer)}: {sql.strip()}")
    return answer[0]


def literal(value: str | datetime | date) -> str:
    """A text, moment or day as an SQL literal."""
    if isinstance(value, datetime):
        return f"timestamp '{value:%Y-%m-%d %H:%M:%S}'"
    if isinstance(value, date):
        return f"date '{value.isoformat()}'"
    return "'" + value.replace("'", "''") + "'"


def businesses(connection: Connection, as_of: datetime | None = None) -> list[Business]:
    """All published businesses by id, seen at `as_of` (naive UTC), or at the moment of their figures."""
    return [
        Business(**found, as_of=as_of or found["figures_as_of"]) for found in rows(connection, BUSINESSES)
    ]


def business(connection: Connection, business_id: str) -> Business:
    """The published business of that id, seen at the moment of its figures; raises UnknownBusiness."""
    known = {found.business_id: found for found in businesses(connection)}
    if business_id not in known:
        raise UnknownBusiness(list(known), [business_id])
    return known[business_id]
