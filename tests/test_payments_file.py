"""Payments: JSON and CSV, money by its currency, refunds, and what cannot be a payment."""

import json
from datetime import datetime

import pyarrow.parquet as pq
import pytest

from assets.payments.payments import KIND
from warehouse.configuration.loading import load
from warehouse.home import Home
from warehouse.intake import taking as intake
from warehouse.intake.outcomes import QUARANTINED
from warehouse.intake.shaping import TWICE
from warehouse.pseudonyms import InstallKey

NOW = datetime(2026, 3, 1, 12)
PAYMENT = {"payment_id": "p1", "paid_at": "2026-02-08T10:00:00Z", "amount": 49.9}
CONFIGURATION = "businesses: [{id: acme, name: Acme, timezone: America/New_York, currency: USD}]"
NEAR = "expected a currency code of ISO 4217 such as USD"


@pytest.fixture
def land(home: Home):
    """Drops payments, as JSON or as the text of a CSV file, and gives (outcome, rows that landed)."""
    home.config_file.write_text(CONFIGURATION)
    InstallKey.create(home)
    (home.inbox / "acme").mkdir()

    def landed(content, name="payments.json"):
        is_csv = isinstance(content, str)
        path = home.inbox / "acme" / ("payments-2026.csv" if is_csv else name)
        path.write_text(content if is_csv else json.dumps(content))
        (outcome,) = intake.take(home, load(home), KIND, NOW, 0).files
        files = (home.raw / "payments/payments").rglob("*.parquet")
        return outcome, [row for path in files for row in pq.ParquetFile(path).read().to_pylist()]

    return landed


def quarantined(home: Home) -> list[dict]:
    texts = [path.read_text() for path in home.quarantine.rglob("*.rows.ndjson")]
    return [json.loads(line) for text in texts for line in text.splitlines()]


def test_a_full_payment_lands_with_every_field(land, home):
    payment = {
        **PAYMENT,
        "customer_id": "Jo@Example.com",
        "user_id": 7,
        "amount": "49.90",
        "currency": "eur",
        "status": "Refunded",
        "refunded_amount": 9.9,
        "refunded_at": "2026-02-10 09:00",
        "product": "Career plan",
        "processing_ms": 812,
        "opportunity_id": "email_2026-02-08T10:00:00Z_jo@example.com",
        "channel": "web",
    }
    outcome, (row,) = land({"payments": [payment]})
    key = InstallKey.load(home)
    assert (outcome.rows, outcome.newest) == (1, datetime(2026, 2, 10, 14))
    assert row["customer_key"] == key.subject_key("jo@example.com")
    assert row["user_key"] == key.identifier_key("user", "7")
    assert (row["paid_at"], row["refunded_at"]) == (datetime(2026, 2, 8, 10), datetime(2026, 2, 10, 14))
    assert row["has_zone"] is False
    assert (row["amount_minor"], row["refunded_minor"], row["currency"]) == (4990, 990, "EUR")
    assert (row["status"], row["product"], row["processing_ms"]) == ("refunded", "Career plan", 812)
    assert row["opportunity_id"] == key.pseudonymous_id(payment["opportunity_id"])
    assert json.loads(row["extra"]) == {"channel": "web"}
    assert "example.com" not in repr(row).casefold()


def test_what_is_not_said_is_paid_in_the_money_of_the_business(land):
    _, (row,) = land([PAYMENT])
    assert (row["status"], row["currency"], row["amount_minor"], row["has_zone"]) == (
        "paid",
        "USD",
        4990,
        True,
    )
    assert [row[name] for name in ("refunded_minor", "refunded_at", "product", "customer_key")] == [None] * 4


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [(5000, "JPY", 5000), ("5000.0", "JPY", 5000), (5, "KWD", 5000), ("19.99", "GBP", 1999), (0, "USD", 0)],
)
def test_amounts_are_in_the_smallest_unit_of_their_currency(land, amount, currency, minor):
    _, (row,) = land([{**PAYMENT, "amount": amount, "currency": currency}])
    assert (row["amount_minor"], row["currency"]) == (minor, currency)


def test_a_csv_file_with_a_header_lands_like_json(land):
    outcome, rows = land(
        "Payment_ID,paid_at,Amount,currency,status,customer_id,refunded_amount,shop\n"
        "p1,2026-02-08T10:00:00Z,49.90,EUR,paid,c1,,Leipzig\n"
        "\n"
        "p2,2026-02-08 10:00,5000,JPY,,c2,,\n"
        "p3,2026-02-08,12\n"
    )
    assert [(row["payment_id"], row["amount_minor"], row["source_line"]) for row in rows] == [
        ("p1", 4990, 2),
        ("p2", 5000, 4),
    ]
    assert json.loads(rows[0]["extra"]) == {"shop": "Leipzig"}
    assert outcome.reasons["rejected", "row", "expected 8 columns, got 3"] == 1
    assert (
        outcome.reasons["notice", "has_zone", "a time without a zone, read in the time zone of the business"]
        == 1
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("payment_id,paid_at\np1,2026-02-08\n", "columns missing: amount"),
        ("", "columns missing: payment_id, paid_at, amount"),
        ("payment_id,paid_at,amount\np1,2026", "line 2: the file ends in the middle of a row"),
        ([], None),
        ({"sales": []}, "expected a JSON list or an object with a list `payments`"),
    ],
)
def test_a_file_without_what_it_needs_goes_to_quarantine_whole(land, content, reason):
    outcome, rows = land(content)
    assert rows == []
    assert outcome.reason.startswith(reason or "")
    assert (outcome.status == QUARANTINED) is bool(reason)


@pytest.mark.parametrize(
    ("fields", "field", "reason"),
    [
        ({"amount": -5}, "amount", "expected an amount from 0 to below 10^14"),
        ({"amount": None}, "amount", "missing"),
        ({"amount": "many"}, "amount", "expected an amount such as 1234.50"),
        ({"amount": 4.999}, "amount", "expected at most 2 decimals (USD)"),
        ({"amount": 12.5, "currency": "JPY"}, "amount", "expected at most 0 decimals (JPY)"),
        ({"currency": "XXQ"}, "currency", NEAR),
        ({"currency": 17}, "currency", NEAR),
        ({"refunded_amount": -1}, "refunded_amount", "expected an amount from 0 to below 10^14"),
        ({"paid_at": None}, "paid_at", "missing"),
        ({"payment_id": ""}, "payment_id", "missing"),
        ({"status": "pending"}, "status", "expected one of paid, refunded, failed, disputed"),
        ({"processing_ms": -1}, "processing_ms", "expected a whole number of 0 or more"),
    ],
)
def test_what_cannot_be_a_payment_is_kept_in_quarantine_with_its_reason(land, home, fields, field, reason):
    bad = {**PAYMENT, "payment_id": "p2", **fields}
    outcome, rows = land([PAYMENT, bad])
    assert ([row["payment_id"] for row in rows], outcome.rejected) == (["p1"], 1)
    assert set(outcome.reasons) == {("rejected", field, reason)}
    (refused,) = quarantined(home)
    assert {name: str(value) for name, value in refused["row"].items()} == {
        name: str(value) for name, value in bad.items()
    }


@pytest.mark.parametrize(
    ("fields", "field", "remark"),
    [
        ({"refunded_amount": 5, "refunded_at": "2026-02-08T09:59:59Z"}, "refunded_at", "before paid_at"),
        ({"refunded_amount": 50}, "refunded_amount", "more than the amount"),
        ({"paid_at": "2026-03-05T00:00:00Z"}, "paid_at", "more than a day after the file landed"),
        ({"refunded_at": "2026-03-05T00:00:00Z"}, "refunded_at", "more than a day after the file landed"),
    ],
)
def test_what_is_strange_lands_with_a_notice(land, fields, field, remark):
    outcome, rows = land([{**PAYMENT, **fields}])
    assert (outcome.rows, len(rows), set(outcome.reasons)) == (1, 1, {("notice", field, remark)})


def test_of_one_payment_told_twice_the_file_says_so_and_both_land(land):
    outcome, rows = land([PAYMENT, PAYMENT, {**PAYMENT, "status": "refunded"}])
    assert len(rows) == 3
    assert outcome.reasons == {("notice", "payment_id", TWICE): 1}
