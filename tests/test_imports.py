"""Imports: CSV files and spreadsheets of any shape, through the mapping that the business writes down."""

import json
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest

from assets.imports.events import KIND as EVENTS
from assets.imports.opportunities import KIND as LEADS
from assets.imports.payments import KIND as PAYMENTS
from assets.imports.posts import KIND as POSTS
from warehouse.configuration.loading import load
from warehouse.home import Home
from warehouse.intake import taking as intake
from warehouse.intake.outcomes import LANDED, QUARANTINED
from warehouse.pseudonyms import InstallKey

NOW = datetime(2026, 3, 1, 12)
CONFIGURATION = """
businesses: [{id: acme, name: Acme, timezone: America/New_York, currency: USD}]
imports:
  - {id: crm, business: acme, files: "crm_leads*.csv", into: opportunities, delimiter: ";", encoding: latin-1,
     timezone: Europe/Berlin, currency: EUR,
     columns: {id: Lead, created_at: first_contact, source: Origin, status: stage, revenue: Value,
               name: Customer, email: Mail, converted_at: won_on}}
  - {id: plain, business: acme, files: "plain*.csv", into: opportunities, header: false,
     columns: {id: 1, created_at: 3}}
  - {id: book, business: acme, files: "book*", into: opportunities, sheet: Leads,
     columns: {id: id, created_at: day, revenue: value}}
  - {id: buffer, business: acme, files: "buffer*.csv", into: posts,
     columns: {id: id, platform: network, posted_at: sent, text: text, likes: Likes, shares: Reposts,
               hashtags: tags, metrics_at: read}}
  - {id: weblog, business: acme, files: "weblog*.csv", into: events, timezone: Europe/Berlin,
     columns: {event_id: nr, event: what, timestamp: at, user_id: who, page: url, value: worth,
               properties.step: step, properties.job_title: job}}
  - {id: till, business: acme, files: "till*.csv", into: payments, delimiter: ";", currency: JPY,
     columns: {payment_id: nr, paid_at: at, amount: sum, refunded_amount: back, customer_id: card,
               status: state}}
"""
CRM = "Lead;first_contact;Origin;stage;Value;Customer;Mail;won_on;Region;Telephone\n"


@pytest.fixture
def take(home: Home):
    """Drops one file and gives (outcome, rows that landed in the stream)."""
    home.config_file.write_text(CONFIGURATION)
    InstallKey.create(home)
    (home.inbox / "acme").mkdir()

    def taken(name: str, content: bytes | str | openpyxl.Workbook, kind=LEADS):
        path = home.inbox / "acme" / name
        if isinstance(content, openpyxl.Workbook):
            content.save(path)
        else:
            path.write_bytes(content.encode("latin-1") if isinstance(content, str) else content)
        (outcome,) = intake.take(home, load(home), kind, NOW, 0).files
        files = sorted((home.raw / "imports" / kind.stream).rglob("*.parquet"))
        return outcome, [row for path in files for row in pq.ParquetFile(path).read().to_pylist()]

    return taken


def workbook(rows, title="Leads") -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.active.title = "Notes"
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(row)
    return book


def test_a_mapped_row_lands_in_our_fields(take, home):
    line = "L1;2026-02-08 10:00;Messe Köln;Won;1.234,50;Jo Doe;jo@example.com;2026-02-09;South;0221 55\n"
    _, (row,) = take("crm_leads_1.csv", CRM + line)
    assert (row["opportunity_id"], row["source"], row["status"]) == ("L1", "Messe Köln", "won")
    assert (row["revenue_minor"], row["currency"]) == (123450, "EUR")
    assert (row["created_at"], row["has_zone"]) == (datetime(2026, 2, 8, 9), False)
    assert row["subject_key"] == InstallKey.load(home).subject_key("jo@example.com")
    assert (row["import_id"], row["source_line"]) == ("crm", 2)
    extra = json.loads(row["extra"])
    assert (extra["Region"], extra["Telephone"][0]) == ("South", "~")
    assert "Jo Doe" not in str(row)


def test_empty_cells_are_absent_and_a_source_that_is_not_given_is_unknown(take):
    _, (row,) = take("crm_leads_1.csv", CRM + "L1;2026-02-08;;;;;;;;\n")
    assert (row["source"], row["status"], row["revenue_minor"], row["subject_key"]) == (
        "unknown",
        "new",
        None,
        None,
    )
    assert row["extra"] is None


def test_a_file_without_a_header_is_mapped_by_number_and_is_its_own_source(take):
    outcome, rows = take("plain.csv", "1,x,2026-02-08\n2,y,2026-02-09\n")
    assert (outcome.rows, outcome.rejected) == (2, 0)
    assert [(row["opportunity_id"], row["source"], row["source_line"]) for row in rows] == [
        ("1", "plain", 1),
        ("2", "plain", 2),
    ]
    assert json.loads(rows[0]["extra"]) == {"column 2": "x"}


@pytest.mark.parametrize(
    ("value", "minor"),
    [("1234,5", 123450), ("12,50", 1250), ("1.234.567,89", 123456789), ("1234.50", 123450), ("7", 700)],
)
def test_amounts_with_a_decimal_comma_are_understood_where_nothing_else_can_be_meant(take, value, minor):
    _, (row,) = take("crm_leads_1.csv", CRM + f"L1;2026-02-08;x;;{value};;;;;\n")
    assert row["revenue_minor"] == minor


@pytest.mark.parametrize("value", ["1,234", "1.234", "1,23,45", "12 EUR"])
def test_amounts_that_may_mean_two_things_are_refused(take, value):
    outcome, rows = take("crm_leads_1.csv", CRM + f"L1;2026-02-08;x;;{value};;;;;\nL2;2026-02-08;x;;;;;;;\n")
    assert (outcome.rejected, len(rows)) == (1, 1)
    assert [name for severity, name, _ in outcome.reasons if severity == "rejected"] == ["revenue"]


def test_names_of_columns_are_found_whatever_their_capitals(take):
    outcome, _ = take("crm_leads_1.csv", CRM.lower() + "L1;2026-02-08;x;;;;;;;\n")
    assert outcome.rows == 1


def test_a_row_with_too_few_columns_is_refused_and_empty_ones_too_many_are_not(take):
    lines = "L1;2026-02-08;x\n;;;\nL2;2026-02-08;x;;;;;;;;;\n\n  \n"
    outcome, rows = take("crm_leads_1.csv", CRM + lines)
    assert outcome.reasons["rejected", "row", "expected 10 columns, got 3"] == 1
    assert [row["opportunity_id"] for row in rows] == ["L2"]


def test_bytes_that_are_not_in_the_encoding_of_the_import_are_named(take):
    outcome, _ = take(
        "buffer_1.csv", "id,network,sent,text,likes,reposts,tags,read\n1,x,2026,Café,1,1,,\n", POSTS
    )
    assert outcome.status == QUARANTINED
    assert outcome.reason == "line 2, byte 13: not UTF-8; save the file as UTF-8"


def test_a_spreadsheet_lands_with_real_dates_and_numbers(take):
    rows = [
        ["id", "day", "value", "checked", "when"],
        [1001, datetime(2026, 2, 8, 10, 30), 19.99, True, None],
        [],
        ["b", date(2026, 7, 1), 5, False, date(2026, 1, 1)],
    ]
    outcome, landed = take("book.xlsx", workbook(rows))
    assert (outcome.rows, outcome.rejected) == (2, 0)
    assert [
        (row["opportunity_id"], row["created_at"], row["revenue_minor"], row["source_line"]) for row in landed
    ] == [
        ("1001", datetime(2026, 2, 8, 15, 30), 1999, 2),
        ("b", datetime(2026, 7, 1, 4), 500, 4),
    ]
    assert json.loads(landed[1]["extra"])["checked"] == "false"
    assert {row["source"] for row in landed} == {"book"}


def test_an_id_that_the_spreadsheet_has_rounded_is_refused(take):
    rows = [["id", "day", "value"], [812369747765362688, date(2026, 2, 8), 1], ["a", date(2026, 2, 8), 1]]
    outcome, landed = take("book.xlsx", workbook(rows))
    assert (outcome.rejected, len(landed)) == (1, 1)
    ((_, name, reason),) = [one for one in outcome.reasons if one[0] == "rejected"]
    assert (name, reason) == ("id", "expected an id with all its digits; a spreadsheet has rounded this one")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"no spreadsheet", "not a spreadsheet that can be read"),
        (workbook([["id", "day", "value"]], title="Other"), "expected a sheet 'Leads'"),
        (workbook([]), "expected at least one row, got none"),
        (workbook([["id", "value"]]), "import book: columns missing: day (our created_at)"),
    ],
)
def test_a_broken_spreadsheet_is_quarantined_with_its_reason(take, content, reason):
    outcome, _ = take("book.xlsx", content)
    assert (outcome.status, outcome.reason) == (QUARANTINED, reason)


def test_a_spreadsheet_cut_in_half_is_quarantined(take, tmp_path: Path):
    workbook([["id", "day", "value"], *([n, date(2026, 2, 8), n] for n in range(50))]).save(
        tmp_path / "whole.xlsx"
    )
    data = (tmp_path / "whole.xlsx").read_bytes()
    assert take("book.xlsx", data[: len(data) // 2])[0].status == QUARANTINED


def test_posts_are_mapped_too(take):
    content = (
        "id,network,sent,text,likes,reposts,tags,read\n"
        '1,Twitter,2026-02-08T10:00:00Z,"a, b\n#c",3,4,,2026-02-20T10:00:00Z\n'
        "2,fb,2026-02-08,x,,0,#One two,\n"
    )
    outcome, rows = take("buffer_1.csv", content, POSTS)
    assert outcome.status == LANDED
    first, second = rows
    assert (first["platform"], first["text"], first["likes"], first["shares"]) == ("x", "a, b\n#c", 3, 4)
    assert (first["hashtags"], first["observed_at"]) == (["c"], datetime(2026, 2, 20, 10))
    assert (second["platform"], second["likes"], second["shares"], second["hashtags"]) == (
        "facebook",
        None,
        0,
        ["one", "two"],
    )
    assert second["posted_at"] == datetime(2026, 2, 8, 5)


def test_events_are_mapped_too_with_free_properties(take, home):
    content = (
        "nr,what,at,who,url,worth,step,job,shop\n"
        '1,opened,2026-02-08 10:00,jo@example.com,/a?email=jo%40example.com,"49,90",1,Nurse,Köln\n'
        "2,closed,2026-02-08T10:00:00Z,,,lots,,,\n"
        "3,closed,1970-01-01,,,,,,\n"
    )
    outcome, (first, second) = take("weblog.csv", content.encode(), EVENTS)
    key = InstallKey.load(home)
    assert (first["event_id"], first["event"], first["import_id"]) == ("1", "opened", "weblog")
    assert (first["occurred_at"], first["user_key"]) == (
        datetime(2026, 2, 8, 9),
        key.subject_key("jo@example.com"),
    )
    assert first["page"] == f"/a?email=~{key.subject_key('jo@example.com')[:16]}"
    assert (first["value_minor"], first["currency"]) == (4990, "USD")
    assert first["properties"] == '{"job_title":"Nurse","step":"1"}'
    assert json.loads(first["extra"]) == {"shop": "Köln"}
    assert (second["value_minor"], second["properties"], json.loads(second["extra"])) == (
        None,
        "{}",
        {"value": "lots"},
    )
    assert sorted((severity, name) for severity, name, _ in outcome.reasons) == [
        ("notice", "has_zone"),
        ("notice", "value"),
        ("rejected", "timestamp"),
    ]


def test_payments_are_mapped_too_in_the_currency_of_their_import(take, home):
    content = "nr;at;sum;back;card;state\n1;2026-02-08;5000;1.000,00;4711;refunded\n2;2026-02-08;12,5;;;\n"
    outcome, (row,) = take("till.csv", content, PAYMENTS)
    key = InstallKey.load(home)
    assert (row["payment_id"], row["import_id"], row["has_zone"]) == ("1", "till", False)
    assert (row["amount_minor"], row["refunded_minor"], row["currency"]) == (5000, 1000, "JPY")
    assert (row["status"], row["customer_key"]) == ("refunded", key.identifier_key("customer", "4711"))
    assert outcome.reasons["rejected", "amount", "expected at most 0 decimals (JPY)"] == 1
