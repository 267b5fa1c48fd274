"""Stored tokens: what replaces what, who may read the file, and what a damaged file does."""

from dataclasses import replace
from datetime import datetime

import pytest

from warehouse import credentials
from warehouse.credentials import Credential

CONFIGURED = Credential("access-0", "refresh-0", "client", "secret")
RENEWED = replace(
    CONFIGURED,
    access_token="access-1",
    refresh_token="refresh-1",
    expires_at=datetime(2026, 11, 20, 9),
    refresh_expires_at=datetime(2027, 11, 20, 9),
)


def current(home, configured=CONFIGURED):
    return credentials.current(home, "pond", "17", configured)


@pytest.fixture
def stored(home):
    credentials.store(home, "pond", "17", CONFIGURED, RENEWED)
    return home


def test_before_anything_is_stored_the_configured_one_counts(home):
    assert current(home) == CONFIGURED


def test_what_was_stored_is_what_comes_back_times_included(stored):
    assert current(stored) == RENEWED


def test_another_account_has_another_file(stored):
    assert credentials.current(stored, "pond", "18", CONFIGURED) == CONFIGURED
    assert credentials.current(stored, "lake", "17", CONFIGURED) == CONFIGURED


@pytest.mark.parametrize("name", ["access_token", "refresh_token"])
def test_a_token_that_a_person_configures_anew_supersedes_the_stored_one(stored, name):
    anew = replace(CONFIGURED, **{name: "new"})
    assert current(stored, anew) == anew


def test_a_new_client_secret_does_not_bring_old_tokens_back(stored):
    assert current(stored, replace(CONFIGURED, client_secret="new")) == replace(RENEWED, client_secret="new")


def test_the_file_is_for_the_owner_only_and_holds_no_client_secret(stored):
    (file,) = stored.credentials.iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert stored.credentials.stat().st_mode & 0o777 == 0o700
    text = file.read_text()
    assert "access-1" in text and "access-0" not in text and '"secret"' not in text


def test_an_account_may_be_called_anything(home):
    credentials.store(home, "pond", "../../etc/\U0001f40b", CONFIGURED, RENEWED)
    (file,) = home.credentials.iterdir()
    assert file.name.startswith("pond-") and file.suffix == ".json"


@pytest.mark.parametrize("damage", ["", "{", "[]", "{}", '{"configured": 1}', "null"])
def test_a_damaged_file_counts_as_none(stored, damage):
    credentials.path(stored, "pond", "17").write_text(damage)
    assert current(stored) == CONFIGURED
