"""Opportunities: what people write about their leads, and what of it lands."""

import json
from datetime import datetime

import pyarrow.parquet as pq
import pytest

from assets.opportunities.opportunities import KIND
from warehouse import landing
from warehouse.configuration.loading import load
from warehouse.home import Home
from warehouse.intake import taking as intake
from warehouse.pseudonyms import InstallKey

NOW = datetime(2026, 3, 1, 12)
LEAD = {"id": "1", "source": "email", "created_at": "2026-02-08T10:00:00Z"}
CONFIGURATION = "businesses: [{id: acme, name: Acme, timezone: America/New_York, currency: USD}]"


@pytest.fixture
def land(home: Home):
    """Drops leads and gives (outcome, rows that landed, rows of the ledger of rejections)."""
    home.config_file.write_text(CONFIGURATION)
    InstallKey.create(home)

    def landed(content, name="opportunities.json"):
        path = home.inbox / "acme" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        (outcome,) = intake.take(home, load(home), KIND, NOW, 0).files
        return outcome, read(home, "opportunities/opportunities"), read(home, "inbox/rejections")

    return landed


def read(home: Home, stream: str):
    files = sorted((home.raw / stream).rglob("*.parquet"))
    return [row for path in files for row in pq.ParquetFile(path).read().to_pylist()]


def test_a_full_lead_lands_with_every_field(land, home):
    lead = {
        "id": "email_2026-02-08T10:00:00Z_jo@example.com",
        "source": "email",
        "type": "golf coaching",
        "created_at": "2026-02-08T10:00:00Z",
        "contact": {"name": "Jo Doe", "email": "jo@example.com", "handle": "@jo"},
        "summary": "wants lessons",
        "status": "Won",
        "responded_at": "2026-02-08T12:00:00+01:00",
        "converted_at": "2026-02-10",
        "revenue": 500.5,
        "currency": "eur",
        "campaign": "spring",
        "notes": "called",
        "how_heard": "a friend",
        "rank": 3,
    }
    _, (row,), _ = land([lead])
    key = InstallKey.load(home)
    assert row["opportunity_id"] == key.pseudonymous_id(lead["id"])
    assert row["subject_key"] == key.subject_key("jo@example.com")
    assert {name: row[name] for name in ("source", "type", "status", "campaign", "notes", "how_heard")} == {
        "source": "email",
        "type": "golf coaching",
        "status": "won",
        "campaign": "spring",
        "notes": "called",
        "how_heard": "a friend",
    }
    assert (row["revenue_minor"], row["currency"], row["summary"]) == (50050, "EUR", "wants lessons")
    assert row["created_at"] == datetime(2026, 2, 8, 10)
    assert row["responded_at"] == datetime(2026, 2, 8, 11)
    assert (row["converted_at"], row["has_zone"]) == (datetime(2026, 2, 10, 5), False)
    assert json.loads(row["extra"]) == {"rank": 3}
    assert "Jo Doe" not in str(row)


def test_a_lead_needs_an_id_a_source_and_a_date_and_no_more(land):
    _, (row,), _ = land([LEAD])
    assert (row["type"], row["status"], row["currency"], row["revenue_minor"]) == (
        "unknown",
        "new",
        "USD",
        None,
    )
    assert row["extra"] is None and row["subject_key"] is None
    assert row["observed_at"] == row["landed_at"] == NOW


@pytest.mark.parametrize("field", ["id", "source", "created_at"])
@pytest.mark.parametrize("value", [None, "", "  ", "absent"])
def test_a_lead_without_one_of_them_is_refused(land, field, value):
    lead = {**LEAD, "id": "2", field: value}
    if value == "absent":
        del lead[field]
    outcome, rows, (rejection,) = land([LEAD, lead])
    assert (outcome.rows, outcome.rejected, len(rows)) == (1, 1, 1)
    assert (rejection["field"], rejection["reason"]) == (field, "missing")


@pytest.mark.parametrize(
    "shape", [lambda leads: leads, lambda leads: {"as_of": "today", "opportunities": leads}]
)
def test_a_list_and_an_object_that_holds_one_are_the_same(land, shape):
    assert land(shape([LEAD]))[0].rows == 1


def test_every_row_knows_its_line(land):
    text = (
        '{"x": [1,\n2], "opportunities":\n['
        + ",\n".join(json.dumps({**LEAD, "id": n}) for n in range(3))
        + "]}"
    )
    _, rows, _ = land(text)
    assert [row["source_line"] for row in rows] == [3, 4, 5]


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, "new"),
        ({"responded_at": "2026-02-09T00:00:00Z"}, "responded"),
        ({"responded_at": "2026-02-09T00:00:00Z", "converted_at": "2026-02-10T00:00:00Z"}, "won"),
        ({"status": "LOST", "converted_at": "2026-02-10T00:00:00Z"}, "lost"),
    ],
)
def test_a_lead_without_a_status_has_the_one_that_its_times_say(land, fields, status):
    assert land([{**LEAD, **fields}])[1][0]["status"] == status


@pytest.mark.parametrize(
    ("revenue", "currency", "minor"),
    [(0, "USD", 0), ("500", "USD", 50000), (19.99, "USD", 1999), (1000, "JPY", 1000), (1.234, "KWD", 1234)],
)
def test_revenue_is_minor_units_of_its_currency(land, revenue, currency, minor):
    assert land([{**LEAD, "revenue": revenue, "currency": currency}])[1][0]["revenue_minor"] == minor


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("created_at", "2026-13-45"),
        ("created_at", 1760000000),
        ("revenue", -1),
        ("revenue", "a lot"),
        ("revenue", 1.005),
        ("revenue", 1e300),
        ("currency", "XYZ"),
        ("status", "sold"),
        ("contact", ["jo@example.com"]),
        ("summary", {"text": "x"}),
        ("notes", "x" * 100_001),
    ],
)
def test_a_bad_value_refuses_its_row_and_names_its_field(land, field, value):
    outcome, rows, (rejection,) = land([LEAD, {**LEAD, "id": "2", field: value}])
    assert (outcome.rows, outcome.rejected, len(rows)) == (1, 1, 1)
    assert (rejection["field"], rejection["severity"]) == (field, "rejected")
    assert str(value) not in rejection["reason"]


@pytest.mark.parametrize(
    ("fields", "field", "remark"),
    [
        ({"created_at": "2026-03-03T12:00:00Z"}, "created_at", "more than a day after the file landed"),
        ({"converted_at": "2026-02-08T09:59:00Z"}, "converted_at", "before created_at"),
        ({"responded_at": "2026-02-08T09:59:00Z"}, "responded_at", "before created_at"),
    ],
)
def test_strange_times_land_with_a_notice(land, fields, field, remark):
    outcome, rows, (notice,) = land([{**LEAD, **fields}])
    assert (outcome.rows, outcome.rejected, outcome.notices, len(rows)) == (1, 0, 1, 1)
    assert (notice["severity"], notice["field"], notice["reason"]) == ("notice", field, remark)


def test_the_file_is_as_new_as_the_latest_thing_that_it_tells_but_never_of_tomorrow(land):
    later = {**LEAD, "id": 2, "responded_at": "2026-02-20T00:00:00Z"}
    tomorrow = {**LEAD, "id": 3, "created_at": "2026-03-02T00:00:00Z"}
    assert land([LEAD, later, tomorrow])[0].newest == datetime(2026, 2, 20)


def test_numbers_are_kept_to_the_last_digit(land):
    numbers = '"id": 9007199254740993, "revenue": 0.1, "campaign": 1.10'
    text = f'[{{{numbers}, "source": "x", "created_at": "2026-02-08"}}]'
    _, (row,), _ = land(text)
    assert (row["opportunity_id"], row["revenue_minor"], row["campaign"]) == ("9007199254740993", 10, "1.10")


def test_ten_thousand_leads_land_with_every_row(land):
    leads = [{**LEAD, "id": number, "revenue": number % 7} for number in range(10_000)]
    outcome, rows, _ = land(leads)
    assert outcome.rows == len(rows) == 10_000
    assert sum(row["revenue_minor"] for row in rows) == 100 * sum(lead["revenue"] for lead in leads)


def test_the_stream_can_be_read_before_anything_has_landed(home):
    home.config_file.write_text(CONFIGURATION)
    InstallKey.create(home)
    intake.take(home, load(home), KIND, NOW, 0)
    assert landing.count(home, "opportunities", "opportunities") == 0
    assert read(home, "opportunities/opportunities") == []
