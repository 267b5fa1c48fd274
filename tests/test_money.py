"""Money is integer minor units: nothing is rounded away, nothing is guessed."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from iso4217 import Currency

from warehouse.money import EXPONENTS, MoneyError, currency_code, display, exponent, minor_units

SEED = Path(__file__).resolve().parents[1] / "dbt_project" / "seeds" / "currency_exponents.csv"

currencies = st.sampled_from(sorted(EXPONENTS))


@given(st.integers(0, 10**14), currencies)
def test_what_is_displayed_reads_back_as_the_same_minor_units(minor, currency):
    code, _, amount = display(minor, currency).partition(" ")
    assert code == currency
    assert minor_units(amount.replace(",", ""), currency) == minor


@given(st.integers(0, 10**12))
def test_cents_survive_every_way_of_writing_an_amount(cents):
    amount = Decimal(cents) / 100
    assert (
        minor_units(amount, "USD")
        == minor_units(str(amount), "USD")
        == minor_units(float(amount), "USD")
        == cents
    )


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        (500, "USD", 50000),
        ("1234.5", "eur", 123450),
        (0.1 + 0.2, "USD", 30),
        (500, "JPY", 500),
        ("500.00", "JPY", 500),
        ("1.234", "KWD", 1234),
        ("5e2", "USD", 50000),
        (0, "USD", 0),
    ],
)
def test_amounts_become_minor_units_of_their_currency(amount, currency, minor):
    assert minor_units(amount, currency) == minor


@pytest.mark.parametrize(
    "amount",
    [
        -1,
        "-0.01",
        "abc",
        "",
        "1,234.50",
        "$5",
        None,
        True,
        [1],
        "nan",
        "inf",
        float("nan"),
        "1e30",
        "1e999999999",
        "1e-999999999",
        "1.234",
        Decimal("0.001"),
        "1_000",
    ],
)
def test_what_is_no_amount_of_dollars_is_refused(amount):
    with pytest.raises(MoneyError, match=r"^expected "):
        minor_units(amount, "USD")


def test_a_refusal_says_what_was_expected_without_the_value():
    with pytest.raises(MoneyError) as refusal:
        minor_units("12.345", "USD")
    assert refusal.value.expected == "at most 2 decimals (USD)"
    assert str(refusal.value) == "expected at most 2 decimals (USD), got '12.345'"


@pytest.mark.parametrize("currency", ["XYZ", "XAU", "", "DOLLAR", "XXX"])
def test_what_is_no_currency_in_use_is_refused(currency):
    with pytest.raises(MoneyError, match="ISO 4217"):
        minor_units(1, currency)


def test_a_misspelt_currency_is_answered_with_near_ones():
    with pytest.raises(MoneyError, match=r"did you mean .*USD"):
        currency_code("UUSD")


def test_exponents_are_those_of_iso_4217():
    assert {code: exponent(code) for code in ("USD", "JPY", "KWD", "CLF")} == {
        "USD": 2,
        "JPY": 0,
        "KWD": 3,
        "CLF": 4,
    }


def test_amounts_are_shown_with_thousands_and_all_decimals():
    assert display(123450, "USD") == "USD 1,234.50"
    assert display(5, "JPY") == "JPY 5"
    assert display(-5, "KWD") == "KWD -0.005"


def test_the_marts_know_the_exponents_of_the_package_and_no_others():
    with SEED.open(encoding="utf-8") as file:
        rows = [
            (row["currency"], int(row["exponent"]), int(row["minor_units"])) for row in csv.DictReader(file)
        ]
    known = [(one.code, one.exponent) for one in Currency if one.exponent is not None]
    assert sorted(rows) == sorted((code, exponent, 10**exponent) for code, exponent in known)
