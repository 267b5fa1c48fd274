"""What the marts make of GA4: the newest whole reading of each day, and nothing of what it replaced."""

import re
from datetime import datetime
from typing import Any

import duckdb
import pytest

from assets.sync.contract import contract
from benchmarks import raw_layer
from benchmarks.bare_sql import Statement, build, statements
from tests.ga4_property import A_DAY, NOW, PROPERTY, TODAY, Desk, Website, daily, visit
from twin.fakes.ga4_report import Manners
from warehouse.home import DBT_PROJECT, Home

AS_OF = NOW + 3.1 * A_DAY
FIGURES = {
    "sessions": "sessions", "engaged_sessions": "engaged_sessions", "users": "total_users",
    "key_events": "key_events", "revenue_minor": "revenue_minor", "currency": "currency",
}  # fmt: skip


def upstream(*models: str) -> list[Statement]:
    """The statements that these models need, in their order."""
    known, needed, left = {one.name: one for one in statements()}, set(), list(models)
    while left:
        name = left.pop()
        needed.add(name)
        left += set(re.findall(r'"(\w+)"', known[name].query)) & known.keys() - needed
    return [one for one in statements() if one.name in needed]


def marts(home: Home, query: str, as_of: datetime = AS_OF) -> list[tuple[Any, ...]]:
    """What a query gives on traffic_days and what it needs, built of the home's raw layer."""
    raw_layer.prepare(home.root)
    business = {"business_id": "compass", "name": "Compass", "timezone": "Europe/London", "currency": "GBP",
                "week_starts": "monday", "conversion_window_days": 30, "is_demonstration": True}  # fmt: skip
    raw_layer.land(home.root, "config", "businesses", [business], file="c", landed_at=datetime(2026, 1, 1))
    with duckdb.connect() as connection:
        build(connection, upstream("traffic_days", "stg_ga4__events"), home.root, as_of)
        return connection.execute(query).fetchall()


def restated(rows: list[dict[str, Any]], as_of: datetime) -> set[tuple[Any, ...]]:
    """The rows of traffic_days, in plain Python: of each day the reading that was told last."""
    known = [row for row in rows if row["landed_at"] <= as_of and row["report"] == "channels"]
    newest = {row["day"]: row["sync_id"] for row in sorted(known, key=lambda row: row["observed_at"])}
    columns = ("account_id", "day", "source", "medium", "campaign", *FIGURES.values())
    return {
        tuple(row[name] for name in columns)
        for row in known
        if newest[row["day"]] == row["sync_id"] and not row["is_empty"]
    }


@pytest.fixture
def desk(home: Home, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A property that is read on four days, while it restates, and while rare sources come and go."""
    sold = {"properties": {"value": 12.5, "currency": "GBP"}}
    hits = [
        *daily(14, 8, until=TODAY + 2 * A_DAY),
        *(visit(1000 + n, TODAY - n * A_DAY, "paid_upgrade_clicked", source="news", medium="email", **sold)
          for n in range(12)),
    ]  # fmt: skip
    desk = Desk(home, monkeypatch, Website(hits))
    for days in range(4):
        desk.fake.manners = Manners(most_combinations=1 if days == 1 else None)
        assert desk.sync(at=NOW + days * A_DAY).status == "ok"
    return desk


@pytest.mark.parametrize("as_of", [AS_OF + A_DAY, NOW + 1.5 * A_DAY])
def test_a_day_is_what_was_told_of_it_last(desk: Desk, as_of: datetime) -> None:
    columns = ", ".join(["property_id", "day", "source", "medium", "campaign", *FIGURES])
    told = marts(desk.home, f"select {columns} from marts.traffic_days", as_of)
    expected = restated(desk.rows(), as_of)
    assert len(told) == len(expected) > 20
    assert set(told) == expected
    assert {row[0] for row in told} == {PROPERTY}
    landed = {row["day"] for row in desk.rows() if row["source"] == "(other)"}
    left = {row[1] for row in told if row[2] == "(other)"}
    assert left == landed if as_of < AS_OF else left < landed  # told apart since, where read again


def test_a_file_that_is_there_twice_counts_once(desk: Desk) -> None:
    before = marts(desk.home, "select * from marts.traffic_days order by all")
    for path in [*(desk.home.raw / "ga4/report_days").rglob("*.parquet")]:
        if not path.name.startswith("schema"):
            (path.parent / f"compacted-{path.name}").write_bytes(path.read_bytes())
    assert marts(desk.home, "select * from marts.traffic_days order by all") == before


def test_days_are_provisional_while_google_may_restate_them(desk: Desk) -> None:
    told = marts(desk.home, "select distinct day, is_provisional from marts.traffic_days")
    assert {day for day, is_provisional in told if is_provisional} == {
        AS_OF.date() - number * A_DAY for number in range(1, 5)
    }


def test_the_mart_knows_how_long_google_restates_a_day() -> None:
    text = (DBT_PROJECT / "models/marts/product/traffic_days.sql").read_text()
    assert f"set settles_after_days = {contract('ga4').settles_after_days} " in text


def test_events_of_the_export_have_the_columns_of_those_of_files(desk: Desk) -> None:
    of = "select column_name from duckdb_columns() where table_name = 'stg_{}__events' order by column_index"
    described = marts(desk.home, of.format("ga4"))
    with duckdb.connect() as connection:
        build(connection, upstream("stg_events__events"), desk.home.root, AS_OF)
        assert connection.execute(of.format("events")).fetchall() == described
