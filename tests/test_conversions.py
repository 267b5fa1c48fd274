"""Conversions: one line for every opportunity that somebody marked as won."""

import json
from datetime import datetime

import pyarrow.parquet as pq
import pytest

from assets.opportunities.conversions import KIND
from warehouse.configuration.loading import load
from warehouse.home import Home
from warehouse.intake import taking as intake
from warehouse.intake.outcomes import LANDED
from warehouse.pseudonyms import InstallKey

NOW = datetime(2026, 3, 1, 12)
WON = {
    "opportunity_id": "email_1",
    "converted_at": "2026-02-20T10:00:00Z",
    "revenue": "500",
    "notes": "by phone",
}
CONFIGURATION = "businesses: [{id: acme, name: Acme, timezone: America/New_York, currency: USD}]"


@pytest.fixture
def land(home: Home):
    """Drops lines and gives (outcome, rows that landed)."""
    home.config_file.write_text(CONFIGURATION)
    InstallKey.create(home)

    def landed(*lines):
        path = home.inbox / "acme" / "conversions-2026.ndjson"
        path.parent.mkdir(exist_ok=True)
        path.write_text("".join(line if isinstance(line, str) else json.dumps(line) + "\n" for line in lines))
        (outcome,) = intake.take(home, load(home), KIND, NOW, 0).files
        files = (home.raw / "opportunities/conversions").rglob("*.parquet")
        return outcome, [row for path in files for row in pq.ParquetFile(path).read().to_pylist()]

    return landed


def test_a_conversion_lands(land):
    _, (row,) = land(WON)
    assert (row["opportunity_id"], row["revenue_minor"], row["currency"]) == ("email_1", 50000, "USD")
    assert (row["converted_at"], row["has_zone"], row["notes"]) == (
        datetime(2026, 2, 20, 10),
        True,
        "by phone",
    )


def test_an_opportunity_and_a_time_are_enough(land):
    _, (row,) = land({"opportunity_id": "email_1", "converted_at": "2026-02-20"})
    assert (row["revenue_minor"], row["currency"], row["has_zone"]) == (None, "USD", False)


def test_empty_lines_and_the_last_line_without_an_end_are_fine(land):
    outcome, rows = land("\n", WON, "  \r\n", json.dumps({**WON, "opportunity_id": 2}))
    assert outcome.status == LANDED
    assert [(row["source_line"], row["opportunity_id"]) for row in rows] == [(2, "email_1"), (4, "2")]


@pytest.mark.parametrize(
    ("line", "field", "reason"),
    [
        ("{oops}\n", "row", "not valid JSON (expecting property name enclosed in double quotes)"),
        (json.dumps(WON)[:-9] + "\n", "row", "not valid JSON (unterminated string starting at)"),
        ("[1]\n", "row", "expected an object with named fields"),
        ({"opportunity_id": "1"}, "converted_at", "missing"),
        ({"converted_at": "2026-02-20"}, "opportunity_id", "missing"),
        ({**WON, "revenue": -1}, "revenue", "expected an amount from 0 to below 10^14"),
        ("[" * 100_000 + "\n", "row", "not valid JSON that can be read: nested too deeply"),
    ],
)
def test_a_bad_line_is_refused_and_its_neighbours_land(land, line, field, reason):
    outcome, rows = land(WON, line, {**WON, "opportunity_id": "2"})
    assert (outcome.rows, outcome.rejected) == (2, 1)
    assert set(outcome.reasons) == {("rejected", field, reason)}
    assert [row["source_line"] for row in rows] == [1, 3]


def test_the_last_line_cut_in_half_costs_only_itself(land):
    outcome, rows = land(WON, json.dumps({**WON, "opportunity_id": "2"})[:30])
    assert (outcome.rows, outcome.rejected, len(rows)) == (1, 1, 1)


def test_a_conversion_in_the_future_lands_with_a_notice(land):
    outcome, rows = land({**WON, "converted_at": "2027-01-01T00:00:00Z"})
    assert outcome.notices == len(rows) == 1
    assert outcome.newest is None


def test_an_empty_file_is_no_error(land):
    outcome, rows = land("")
    assert (outcome.status, outcome.rows, rows) == (LANDED, 0, [])
