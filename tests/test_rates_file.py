"""Exchange rates: one a day and pair of currencies, from a file that people keep."""

import json
from datetime import datetime

import pyarrow.parquet as pq
import pytest

from assets.payments.rates import KIND
from warehouse.configuration.loading import load
from warehouse.home import Home
from warehouse.intake import taking as intake
from warehouse.intake.outcomes import QUARANTINED
from warehouse.intake.shaping import TWICE
from warehouse.pseudonyms import InstallKey

NOW = datetime(2026, 3, 1, 12)
HEADER = "date,from,to,rate\n"
GOOD = "2026-02-08,EUR,USD,1.0837\n"
A_RATE = "expected a number above 0 such as 1.0837"
A_CODE = "expected a currency code of ISO 4217 such as USD"


@pytest.fixture
def land(home: Home):
    """Drops rates and gives (outcome, rows that landed)."""
    home.config_file.write_text("businesses: [{id: acme, timezone: UTC, currency: USD}]")
    InstallKey.create(home)
    (home.inbox / "acme").mkdir()

    def landed(text):
        (home.inbox / "acme" / "rates-2026.csv").write_text(text)
        (outcome,) = intake.take(home, load(home), KIND, NOW, 0).files
        files = (home.raw / "payments/rates").rglob("*.parquet")
        return outcome, [row for path in files for row in pq.ParquetFile(path).read().to_pylist()]

    return landed


def test_rates_land_by_day_and_pair(land):
    _, rows = land("Date,From,To,Rate,source\n2026-02-08,EUR,usd,1.0837,ECB\n2026-02-08,JPY,USD,6.4E-3,\n")
    shown = [(row["day"], row["from_currency"], row["to_currency"], row["rate"]) for row in rows]
    assert shown == [("2026-02-08", "EUR", "USD", 1.0837), ("2026-02-08", "JPY", "USD", 0.0064)]
    assert json.loads(rows[0]["extra"]) == {"source": "ECB"}


@pytest.mark.parametrize(
    ("line", "field", "reason"),
    [
        ("2026-02-08,EUR,USD,0", "rate", A_RATE),
        ("2026-02-08,EUR,USD,-1.1", "rate", A_RATE),
        ("2026-02-08,EUR,USD,nan", "rate", A_RATE),
        ('2026-02-08,EUR,USD,"1,08"', "rate", A_RATE),
        ("2026-02-08,EUR,USD,", "rate", "missing"),
        ("2026-02-08,EUX,USD,1.1", "from", A_CODE),
        ("2026-02-08,EUR,dollars,1.1", "to", A_CODE),
        ("2026-02-08,EUR,eur,1.1", "to", "expected another currency than from"),
        ("08.02.2026,EUR,USD,1.1", "date", "expected a date such as 2026-02-08"),
        ("2026-02-30,EUR,USD,1.1", "date", "expected a date such as 2026-02-08"),
    ],
)
def test_what_cannot_be_a_rate_is_kept_in_quarantine_with_its_reason(land, home, line, field, reason):
    outcome, rows = land(HEADER + GOOD + line + "\n")
    assert (len(rows), set(outcome.reasons)) == (1, {("rejected", field, reason)})
    (path,) = home.quarantine.rglob("*.rows.ndjson")
    assert json.loads(path.read_text())["line"] == 3


def test_a_day_that_is_told_twice_lands_twice_with_a_notice_and_the_later_line_counts(land):
    outcome, rows = land(HEADER + GOOD + GOOD.replace("1.0837", "1.09"))
    assert [row["rate"] for row in rows] == [1.0837, 1.09]
    assert outcome.reasons == {("notice", "to_currency", TWICE): 1}


def test_a_file_without_a_needed_column_goes_to_quarantine_whole(land):
    outcome, rows = land("date,currency,rate\n2026-02-08,EUR,1.08\n")
    assert (outcome.status, outcome.reason, rows) == (QUARANTINED, "columns missing: from, to", [])
