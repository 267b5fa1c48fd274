"""No secret is in a text for people, however it is written there; and texts stay readable."""

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.calling.secrecy import HIDDEN, hidden, shown, silence_http

TOKEN = "EAAB|x/Y+z=="


@pytest.mark.parametrize(
    "text",
    [
        f"the token {TOKEN} is expired",
        "https://graph.test/me?access_token=EAAB%7Cx%2FY%2Bz%3D%3D&fields=id",
        f'{{"token": "{TOKEN}"}}',
        f"{TOKEN}{TOKEN}",
    ],
)
def test_a_secret_that_is_known_is_replaced_in_every_spelling(text):
    said = shown(text, [TOKEN])
    assert "EAAB" not in said and HIDDEN in said


@pytest.mark.parametrize(
    "text",
    [
        "GET /me?access_token=abc123&fields=id",
        '{"access_token": "abc123"}',
        "{'refresh_token': 'abc123'}",
        "Authorization: Bearer abc123",
        "authorization=Bearer%20abc123",
        '"Authorization": "Basic abc123"',
        "Access-Token: abc123",
        "appsecret_proof=abc123",
        "assertion=abc123 client_secret:abc123",
        "Bearer abc123abc123abc123 is of no use",
        "Basic abc123abc123abc123==",
    ],
)
def test_what_stands_behind_the_name_of_a_token_is_replaced_though_nobody_knows_it(text):
    assert "abc123" not in shown(text)


@pytest.mark.parametrize(
    "text",
    [
        "The bearer token is invalid or has expired",
        "Your basic plan allows no such call",
        "the access_token expired on 20 October",
        "posts: no whole answer (ReadError), 4 times",
    ],
)
def test_sentences_without_a_secret_stay_as_they_are(text):
    assert shown(text) == text


@given(st.text(min_size=4), st.text(), st.text())
def test_no_known_secret_survives_anywhere(secret, before, after):
    # The replacement itself may of course hold what a very short or odd secret is made of.
    assert secret not in hidden(f"{before}{secret}{after}", [secret]).replace(HIDDEN, "\0")


def test_the_longest_of_overlapping_secrets_goes_first():
    assert hidden("abc-refresh", ["abc", "abc-refresh"]) == HIDDEN


def test_http_libraries_log_no_addresses(caplog):
    silence_http()
    with caplog.at_level(logging.INFO):
        logging.getLogger("httpx").info("GET https://graph.test/?access_token=abc123")
    assert "abc123" not in caplog.text
