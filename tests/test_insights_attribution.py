"""What is said about channels: a range over models, the unknown, and a lead only where no model denies it."""

from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from assets.insights import attribution
from assets.insights.marts import businesses, rows

MODELS = ("first", "last_non_direct", "linear")


@pytest.fixture
def marts():
    with duckdb.connect() as connection:
        for name in ("marts_contract.sql", "marts_example.sql"):
            connection.execute((Path(__file__).parent / name).read_text(encoding="utf-8"))
        yield connection


def said(marts, **channels):
    """The insight where the models give the channels so many conversions each, in the order of MODELS."""
    total = sum(given[1] for given in channels.values())
    for name, given in channels.items():
        channel = {"unknown": "(unattributed)"}.get(name, name)
        shares = [each / total for each in given]
        for model, conversions, share in zip(MODELS, given, shares, strict=True):
            row = [channel, model, conversions, int(1_000 * conversions), share, min(shares), max(shares)]
            values = "('acme', ?, ?, ?, ?, 0, 0, 'USD', ?, ?, ?, null)"
            marts.execute(f"insert into marts.attribution_channels values {values}", row)
    (business,) = businesses(marts, datetime(2026, 11, 15, 23))
    return attribution.insights(marts, business)


def test_a_lead_in_every_model_is_a_finding_with_its_range_and_what_is_not_known(marts):
    (found,) = said(marts, email=(120, 130, 110), direct=(40, 30, 50), unknown=(40, 40, 40))
    assert found.text == (
        "By the last touch that is not direct, email is given 65 % (130 of 200 conversions), $1,300; "
        "55 % to 65 % over 3 models; of 20 % no touch is known. "
        "It is ahead of every other channel in every model"
    )
    assert (found.verdict, found.priority) == ("finding", "medium")
    evidence = found.evidence
    assert (evidence.n, evidence.effect, evidence.low, evidence.high) == (200, 0.65, 0.55, 0.65)
    assert rows(marts, found.sql)[0]["channel"] == "email"


@pytest.mark.parametrize(
    "channels",
    [
        # Another is ahead by the first touch; and what is unknown may all be another's.
        {"email": (90, 120, 100), "direct": (110, 80, 100)},
        {"email": (100, 100, 100), "direct": (60, 60, 60), "unknown": (40, 40, 40)},
    ],
)
def test_where_a_model_or_the_unknown_could_turn_it_nothing_is_claimed(marts, channels):
    (found,) = said(marts, **channels)
    assert (found.verdict, found.priority) == ("nothing", "low")
    assert found.text.endswith("Which channel is ahead depends on the model, or on what is not known")


def test_few_conversions_are_not_compared(marts):
    (found,) = said(marts, email=(5, 6, 5.5), direct=(2, 1, 1.5))
    assert found.verdict == "nothing"
    assert found.text.endswith("Too few to compare channels")


def test_where_no_touch_is_known_nothing_is_said(marts):
    assert said(marts, unknown=(9, 9, 9)) == []
