"""Identities: identifiers that belong to one person, of which only keys land."""

import json
from datetime import datetime

import pyarrow.parquet as pq
import pytest

from assets.events.identities import KIND
from warehouse.configuration.loading import load
from warehouse.home import Home
from warehouse.intake import taking as intake
from warehouse.pseudonyms import InstallKey

NOW = datetime(2026, 3, 1, 12)
PERSON = {"user_id": "User-7", "customer_id": 99, "email": " Jo@Example.com", "handle": "@JoGolf"}
KEYS = ("user_key", "customer_key", "email_key", "handle_key")


@pytest.fixture
def land(home: Home):
    """Drops identities and gives (outcome, rows that landed)."""
    home.config_file.write_text("businesses: [{id: acme, timezone: UTC, currency: USD}]")
    InstallKey.create(home)
    (home.inbox / "acme").mkdir()

    def landed(*people):
        text = "".join(json.dumps(person) + "\n" for person in people)
        (home.inbox / "acme" / "identities-1.ndjson").write_text(text)
        (outcome,) = intake.take(home, load(home), KIND, NOW, 0).files
        files = (home.raw / "events/identities").rglob("*.parquet")
        return outcome, [row for path in files for row in pq.ParquetFile(path).read().to_pylist()]

    return landed


def test_every_identifier_lands_as_its_key_and_nothing_else(land, home):
    _, (row,) = land({**PERSON, "name": "Jo Doe"})
    key = InstallKey.load(home)
    assert tuple(row[name] for name in KEYS) == (
        key.identifier_key("user", "user-7"),
        key.identifier_key("customer", "99"),
        key.subject_key("jo@example.com"),
        key.subject_key("jogolf"),
    )
    shown = repr(row).casefold()
    assert not any(word in shown for word in ("example.com", "jogolf", "user-7", "jo doe"))


def test_an_address_has_the_same_key_whatever_it_is_called(land):
    _, (row,) = land({"user_id": "jo@example.com", "email": "JO@example.com "})
    assert row["user_key"] == row["email_key"]


def test_the_same_id_of_a_user_a_customer_and_a_handle_are_three_keys(land):
    _, (row,) = land({"user_id": 42, "customer_id": "42", "handle": "@42"})
    assert len({row["user_key"], row["customer_key"], row["handle_key"]}) == 3


def test_two_identifiers_are_enough(land):
    _, (row,) = land({"user_id": 7, "email": "", "handle": "jo"})
    assert (row["email_key"], row["customer_key"]) == (None, None)


@pytest.mark.parametrize(
    ("person", "field", "reason"),
    [
        ({"user_id": 7}, "row", "expected two or more of user_id, customer_id, email, handle"),
        ({}, "row", "expected two or more of user_id, customer_id, email, handle"),
        ({"user_id": 7, "email": "none"}, "email", "expected an e-mail address"),
        ({"user_id": ["7"], "handle": "jo"}, "user_id", "expected text"),
    ],
)
def test_what_joins_nothing_or_is_no_identifier_is_refused(land, person, field, reason):
    outcome, rows = land(PERSON, person)
    assert (len(rows), set(outcome.reasons)) == (1, {("rejected", field, reason)})
