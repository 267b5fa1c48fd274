"""Typed rows: schemas that follow from annotations, reasons that people understand and that tell nothing."""

import json
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field

from warehouse.intake.rejections import Rejected
from warehouse.pseudonyms import InstallKey
from warehouse.rows.extras import extra_text, is_personal
from warehouse.rows.fields import HasZone, Identifier, Label, Moment, OptionalMoment, Subject, Text
from warehouse.rows.hashtags import NOT_GIVEN, Hashtags, hashtags_in
from warehouse.rows.quantities import Amount, Count, Currency
from warehouse.rows.records import FileContext, Record, arrow_schema

KEY = InstallKey(b"k" * 32)


class Sale(Record):
    identity: ClassVar[tuple[str, ...]] = ("sale_id",)

    sale_id: Identifier = Field(validation_alias="id")
    source: Label
    sold_at: Moment
    paid_at: OptionalMoment = None
    has_zone: HasZone = True
    currency: Currency = ""
    amount_minor: Amount = Field(default=None, validation_alias="amount")
    buyer: Subject = None
    text: Text = None
    hashtags: Hashtags = NOT_GIVEN
    likes: Count = None


GOOD: dict[str, Any] = {"id": "1", "source": "email", "sold_at": "2026-02-08T10:00:00Z"}


def context() -> FileContext:
    return FileContext("acme", "f.json", "0" * 64, datetime(2026, 3, 1), "America/New_York", "USD", KEY)


def parsed(**fields: Any) -> Any:
    return Sale.parse({**GOOD, **fields}, context())


def reasons(**fields: Any) -> list[tuple[str, str]]:
    with pytest.raises(Rejected) as rejected:
        parsed(**fields)
    return [(problem.reason, problem.detail) for problem in rejected.value.problems]


def test_the_schema_has_the_business_first_then_the_fields_then_what_all_streams_share():
    schema = arrow_schema(Sale)
    assert schema.names[0] == "business_id"
    assert schema.names[1:12] == list(Sale.model_fields)
    assert schema.names[12:] == [
        "source_file",
        "source_line",
        "file_sha256",
        "observed_at",
        "landed_at",
        "extra",
    ]
    assert schema.field("sold_at").type == pa.timestamp("us")
    assert schema.field("amount_minor").type == pa.int64()
    assert schema.field("has_zone").type == pa.bool_()
    assert schema.field("hashtags").type == pa.list_(pa.string())


def test_an_annotation_that_parquet_cannot_hold_is_an_error():
    class Odd(BaseModel):
        price: Decimal

    with pytest.raises(TypeError, match="Decimal"):
        arrow_schema(Odd)


@pytest.mark.parametrize(
    ("fields", "detail", "reason"),
    [
        ({"sold_at": "2026-13-45"}, "sold_at: expected a date and time that exists, got '2026-13-45'", None),
        ({"sold_at": "yesterday"}, "got 'yesterday'", "expected a date and time (ISO 8601, such as"),
        ({"sold_at": None}, "sold_at: expected a date and time (ISO 8601), but it is missing", "missing"),
        ({"source": " "}, "source: expected text, but it is missing", "missing"),
        ({"source": True}, "source: expected text, got True", "expected text"),
        ({"amount": -5}, "amount: expected an amount from 0", "expected an amount from 0"),
        ({"amount": "five"}, "got 'five'", "expected an amount such as 1234.50"),
        ({"amount": Decimal("1.005")}, "amount: expected at most 2 decimals (USD)", None),
        ({"currency": "XYZ"}, "currency: expected a currency code of ISO 4217 such as USD, got 'XYZ'", None),
        ({"likes": -1}, "likes: expected a whole number of 0 or more, got -1", "expected a whole number"),
        ({"likes": "1.5"}, "likes: expected a whole number of 0 or more, got '1.5'", None),
        ({"likes": "1_000"}, "got '1_000'", "expected a whole number of 0 or more"),
        ({"likes": True}, "got True", "expected a whole number of 0 or more"),
        ({"likes": 2**63}, "expected a whole number of 0 or more", None),
        ({"likes": Decimal("1E+999999")}, "expected a whole number of 0 or more", None),
        ({"id": "8.12369E+17"}, "id: expected an id with all its digits", None),
        ({"id": {"a": 1}}, "id: expected text, got a mapping", "expected text"),
        ({"text": "x" * 100_001}, "text: expected at most 100,000 characters", None),
        ({"text": Decimal("NaN")}, "text: expected text", None),
        ({"buyer": 7}, "buyer: expected an object with email or handle, got 7", None),
        ({"hashtags": 7}, "hashtags: expected a list of hashtags, got 7", None),
    ],
)
def test_a_bad_field_is_refused_with_what_was_expected_and_what_came(fields, detail, reason):
    ((public, private),) = reasons(**fields)
    assert detail in private
    assert public.startswith(reason or "expected")


def test_all_bad_fields_of_a_row_are_named_at_once():
    assert [detail.split(":")[0] for _, detail in reasons(sold_at="?", likes="many", currency="XYZ")] == [
        "sold_at",
        "currency",
        "likes",
    ]


@pytest.mark.parametrize("row", [None, 5, "text", [1]])
def test_a_row_that_is_no_object_is_refused(row):
    with pytest.raises(Rejected, match="row: expected an object with named fields"):
        Sale.parse(row, context())


@given(
    st.sampled_from(
        ["sold_at", "paid_at", "amount", "currency", "likes", "hashtags", "buyer", "id", "source"]
    ),
    st.one_of(st.integers(-(10**12), -(10**6)), st.text("QWXÜ", min_size=6, max_size=20)),
)
def test_a_reason_that_goes_to_raw_never_holds_the_value(field, value):
    try:
        parsed(**{field: value})
    except Rejected as rejected:
        assert all(str(value) not in problem.reason for problem in rejected.problems)


@pytest.mark.parametrize(
    ("written", "count"),
    [
        ("1938.0", 1938),
        ("1.0E7", 10_000_000),
        (" 12 ", 12),
        (0, 0),
        (Decimal("3.0"), 3),
        ("", None),
        (None, None),
    ],
)
def test_counts_are_read_as_platforms_write_them(written, count):
    assert parsed(likes=written).likes == count


@pytest.mark.parametrize(
    ("written", "minor"), [(500, 50000), ("500.5", 50050), (Decimal("0.1"), 10), ("", None)]
)
def test_an_amount_is_minor_units_of_the_currency(written, minor):
    assert parsed(amount=written).amount_minor == minor


def test_an_amount_in_a_currency_without_decimals():
    sale = parsed(amount="500", currency="jpy")
    assert (sale.amount_minor, sale.currency) == (500, "JPY")


def test_the_currency_is_the_business_s_where_none_is_given():
    assert parsed().currency == "USD"


@pytest.mark.parametrize(
    ("given_id", "text"),
    [(812369747765362688, "812369747765362688"), (Decimal("1.50"), "1.50"), (" a ", "a")],
)
def test_ids_become_text_exactly_as_written(given_id, text):
    assert parsed(id=given_id).sale_id == text


def test_a_time_without_a_zone_is_local_and_flagged():
    local, zoned = parsed(sold_at="2026-07-01 12:00"), parsed(sold_at="2026-07-01 12:00 +0000")
    assert (local.sold_at, local.has_zone) == (datetime(2026, 7, 1, 16), False)
    assert (zoned.sold_at, zoned.has_zone) == (datetime(2026, 7, 1, 12), True)


def test_the_flag_of_one_row_does_not_stick_to_the_next():
    shared = context()
    Sale.parse({**GOOD, "sold_at": "2026-07-01"}, shared)
    assert Sale.parse(GOOD, shared).has_zone  # type: ignore[attr-defined]


def test_nobody_sets_the_flag_from_outside():
    assert parsed(has_zone=False).has_zone is True


@pytest.mark.parametrize(
    "buyer",
    [
        {"name": "Jo", "email": " Jo@Example.com "},
        {"email": "jo@example.com", "handle": "@jo"},
        "jo@example.com",
    ],
)
def test_a_person_is_the_key_of_the_address(buyer):
    assert parsed(buyer=buyer).buyer == KEY.subject_key("jo@example.com")


def test_a_person_without_an_address_is_the_key_of_the_handle_and_a_mere_name_is_dropped():
    assert parsed(buyer={"name": "Jo", "handle": "@jo"}).buyer == KEY.subject_key("jo")
    assert parsed(buyer={"name": "Jo Doe", "email": ""}).buyer is None
    assert parsed(buyer="Jo Doe").buyer is None


def test_an_address_in_free_text_becomes_a_pseudonym():
    text = parsed(text="write to jo@example.com").text
    assert text == KEY.pseudonymous("write to jo@example.com")
    assert "example.com" not in text


def test_half_a_character_is_replaced_and_can_be_stored():
    assert parsed(text="cut \ud83d").text == "cut �"


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("#RStats and #rstats, #Größe!", ("rstats", "größe")),
        ("C#sharp, #1, https://x.org/#top, a&#39;b ##x", ()),
        ("one&amp;#two #three&lt;", ("two", "three")),
        ("＃日本 #a_b-c", ("日本", "a_b")),
    ],
)
def test_hashtags_are_found_in_the_text(text, tags):
    assert hashtags_in(text) == tags


def test_a_given_list_of_hashtags_counts_even_when_it_is_empty():
    assert parsed(text="#a", hashtags=["#Golf", "golf", None, "SUN"]).hashtags == ("golf", "sun")
    assert parsed(text="#a", hashtags="#Golf, Sun").hashtags == ("golf", "sun")
    assert parsed(text="#a", hashtags=[]).hashtags == ()
    assert parsed(text="#a", hashtags=None).hashtags == ("a",)


def test_unknown_fields_are_kept_as_json_and_persons_in_them_are_pseudonyms():
    unknown = {
        "score": Decimal("0.10"),
        "big": Decimal("12345678901234567890"),
        "note": "line\njo@example.com",
        "contactEmail": "jo@example.com",
        "tags": ["a", {"Phone": "+1 555 0100", "n": None}],
        "bad": Decimal("NaN"),
    }
    text = extra_text(unknown, KEY)
    kept = json.loads(text)
    assert kept["score"] == 0.1
    assert kept["big"] == "12345678901234567890"
    assert kept["note"] == "line\n" + KEY.pseudonymous("jo@example.com")
    assert kept["contactEmail"] == "~" + KEY.subject_key("jo@example.com")[:16]
    assert kept["tags"][1]["n"] is None
    assert "555" not in text and "jo@" not in text
    assert extra_text({}, KEY) is None


@pytest.mark.parametrize(
    "name", ["name", "Full Name", "EMAIL", "e-mail", "user_id", "twitterHandle", "Phone"]
)
def test_fields_that_say_who_somebody_is_are_known_by_their_names(name):
    assert is_personal(name)


@pytest.mark.parametrize("name", ["campaign_name", "score", "named", "product", "id", "platform"])
def test_other_fields_are_left_alone(name):
    assert not is_personal(name)
