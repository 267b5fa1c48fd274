"""What of Stripe's objects is kept and what it becomes: documented objects, every currency, odd ones."""

import json
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from assets.stripe.amounts import decimals, minor
from assets.stripe.kept import kept
from assets.stripe.records import parsed
from assets.sync.pull import NO_ITEM
from warehouse.money import EXPONENTS
from warehouse.pseudonyms import InstallKey
from warehouse.refusals import Refusal

KEY = InstallKey(b"k" * 32)
MADE = 1762160104
AT = datetime(2025, 11, 3, 8, 55, 4)
CHARGE = {
    "id": "ch_3Example0001", "object": "charge", "amount": 4900, "amount_captured": 4900,
    "amount_refunded": 4900, "currency": "usd", "status": "succeeded", "paid": True, "captured": True,
    "refunded": True, "disputed": False, "balance_transaction": "txn_1Example0001",
    "customer": "cus_Example01", "payment_intent": "pi_3Example0001", "description": None,
    "failure_code": None, "failure_message": None, "receipt_email": None,
    "metadata": {"user_id": "user-7", "secret": "of the seller"},
    "billing_details": {
        "email": "a@example.org", "name": "Ada", "phone": "12",
        "address": {"country": "DE", "line1": "Here 1"},
    },
    "payment_method_details": {"card": {"last4": "4242"}}, "created": MADE, "livemode": True,
}  # fmt: skip
# Stripe's amount, currency, and the same in ISO minor units: each currency of Stripe's special lists.
AMOUNTS = [
    (500, "BIF", 500), (500, "CLP", 500), (500, "DJF", 500), (500, "GNF", 500), (500, "JPY", 500),
    (500, "KMF", 500), (500, "KRW", 500), (500, "PYG", 500), (500, "RWF", 500), (500, "VND", 500),
    (500, "VUV", 500), (500, "XAF", 500), (500, "XOF", 500), (500, "XPF", 500),
    (500, "MGA", 50000),  # whole ariary, of which ISO counts hundredths
    (500, "ISK", 5), (500, "UGX", 5),  # hundredths of what ISO counts whole
    (5120, "BHD", 5120), (5120, "JOD", 5120), (5120, "KWD", 5120), (5120, "OMR", 5120), (5120, "TND", 5120),
    (500, "HUF", 500), (500, "TWD", 500), (500, "USD", 500), (500, "EUR", 500), (-4459, "EUR", -4459),
]  # fmt: skip


def read(stream, item, is_live=True):
    return parsed(kept(stream, item, KEY), stream, is_live, "digest")


# --- amounts --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("amount", "code", "wanted"), AMOUNTS)
def test_an_amount_in_each_special_currency(amount, code, wanted):
    assert minor(amount, code) == wanted


def test_all_other_currencies_have_two_decimals_at_stripe():
    special = {code for _, code, _ in AMOUNTS if decimals(code) != 2}
    assert len(special) == 15 + 5
    assert {decimals(code) for code in set(EXPONENTS) - special} == {2}


@given(st.integers(-(10**12), 10**12), st.sampled_from(sorted(EXPONENTS)))
def test_no_money_is_gained_or_lost(amount, code):
    try:
        found = minor(amount, code)
    except Refusal:
        assert EXPONENTS[code] < decimals(code) and amount % 10 ** (decimals(code) - EXPONENTS[code])
        return
    assert found * 10 ** decimals(code) == amount * 10 ** EXPONENTS[code]


@pytest.mark.parametrize("amount", [550, 501, "500", 5.0, True, None, 10**16])
def test_what_is_no_amount_of_the_currency_is_refused(amount):
    with pytest.raises(Refusal):
        minor(amount, "ISK")


# --- objects --------------------------------------------------------------------------------------


def test_the_documented_charge():
    told = read("charges", CHARGE)
    assert (told.charge_id, told.amount_minor, told.currency, told.created_at) == (
        "ch_3Example0001", 4900, "USD", AT,
    )  # fmt: skip
    assert (told.captured_minor, told.refunded_minor, told.is_captured, told.is_disputed) == (
        4900, 4900, True, False,
    )  # fmt: skip
    assert (told.payment_intent_id, told.balance_transaction_id) == ("pi_3Example0001", "txn_1Example0001")
    assert told.customer_key == KEY.identifier_key("customer", "cus_Example01")
    assert told.email_key == KEY.subject_key("A@example.org ")
    assert (told.user_key, told.country) == (KEY.identifier_key("user", "user-7"), "DE")


def test_of_people_and_cards_only_pseudonyms_are_kept():
    text = json.dumps(kept("charges", {**CHARGE, "description": "For a@example.org"}, KEY))
    for hidden in ("a@example", "Ada", "cus_", "user-7", "4242", "Here", "of the seller"):
        assert hidden not in text


def test_linked_objects_may_come_whole():
    whole = {"id": "txn_9", "object": "balance_transaction", "amount": 1}
    customer = {"id": "cus_Example01", "object": "customer", "email": "b@example.org"}
    told = read("charges", {**CHARGE, "balance_transaction": whole, "customer": customer})
    assert told.balance_transaction_id == "txn_9"
    assert told.customer_key == KEY.identifier_key("customer", "cus_Example01")


def test_the_documented_refund_and_one_of_a_charge_that_is_not_named():
    item = {
        "id": "re_3Example0001", "object": "refund", "amount": 4900, "currency": "usd", "status": "succeeded",
        "charge": "ch_3Example0001", "payment_intent": "pi_3Example0001", "reason": "requested_by_customer",
        "balance_transaction": "txn_1Example0002", "created": MADE, "metadata": {},
    }  # fmt: skip
    assert read("refunds", item).charge_id == "ch_3Example0001"
    bare = read("refunds", {**item, "charge": None, "reason": None, "balance_transaction": None})
    assert (bare.charge_id, bare.amount_minor, bare.status) == (None, 4900, "succeeded")


def test_the_documented_invoice_with_its_subscription():
    item = {
        "id": "in_1Example01", "object": "invoice", "number": "ABC-0001", "status": "paid",
        "customer": "cus_Example01", "customer_email": "a@example.org", "currency": "usd", "amount_due": 4900,
        "amount_paid": 4900, "amount_remaining": 0, "subtotal": 4900, "total": 4900, "due_date": None,
        "billing_reason": "subscription_cycle", "created": MADE, "livemode": True, "metadata": {},
        "status_transitions": {"finalized_at": MADE, "paid_at": MADE, "voided_at": None},
        "parent": {"subscription_details": {"subscription": "sub_1"}},
    }  # fmt: skip
    told = read("invoices", item)
    assert (told.paid_minor, told.remaining_minor, told.paid_at, told.subscription_id) == (
        4900,
        0,
        AT,
        "sub_1",
    )
    assert told.email_key == KEY.subject_key("a@example.org")


def test_a_dispute_tells_when_money_went_and_when_it_came_back():
    lines = [
        {"id": "txn_1", "created": MADE, "amount": -4900, "fee": 1500, "net": -6400, "currency": "usd"},
        {"id": "txn_2", "created": MADE + 86_400, "amount": 4900, "fee": 0, "net": 4900, "currency": "usd"},
    ]
    item = {
        "id": "dp_1", "object": "dispute", "amount": 4900, "currency": "usd", "status": "won",
        "charge": "ch_1", "reason": "fraudulent", "created": MADE, "livemode": True,
        "balance_transactions": lines, "evidence": {"customer_email_address": "a@example.org"},
    }  # fmt: skip
    told = read("disputes", item)
    assert (told.withdrawn_at, told.reversed_at) == (AT, datetime(2025, 11, 4, 8, 55, 4))
    assert read("disputes", {**item, "balance_transactions": []}).reversed_at is None


def test_a_customer_is_two_pseudonyms():
    item = {"id": "cus_Example01", "object": "customer", "email": " A@Example.org", "created": MADE}
    told = read("customers", {**item, "name": "Ada", "currency": None, "metadata": {"user_id": "user-7"}})
    assert told.customer_key == KEY.identifier_key("customer", "cus_Example01")
    assert told.email_key == KEY.subject_key("a@example.org")
    assert told.user_key == KEY.identifier_key("user", "user-7")


def test_the_documented_line_of_the_ledger():
    item = {
        "id": "txn_1Example0002", "object": "balance_transaction", "amount": -4459, "fee": 0, "net": -4459,
        "currency": "eur", "exchange_rate": 0.91, "fee_details": [], "type": "refund",
        "reporting_category": "a_new_one", "source": "re_3Example0001", "status": "available",
        "balance_type": "payments", "available_on": MADE, "created": MADE, "description": "REFUND FOR CHARGE",
    }  # fmt: skip
    told = read("balance_transactions", item)
    assert (told.amount_minor, told.currency, told.exchange_rate) == (-4459, "EUR", 0.91)
    assert (told.source_id, told.reporting_category) == ("re_3Example0001", "a_new_one")


@pytest.mark.parametrize(
    "wrong",
    [
        {"livemode": False}, {"currency": "usdc"}, {"currency": None}, {"amount": "4900"}, {"created": None},
        {"created": "2025-11-03"}, {"id": None}, {"created": -1}, {"created": 10**11},
    ],
    ids=str,
)  # fmt: skip
def test_an_object_that_is_none_is_refused(wrong):
    with pytest.raises(NO_ITEM):
        read("charges", {**CHARGE, **wrong})


@pytest.mark.parametrize("item", [None, "ch_1", 7, [], {}])
def test_what_is_no_object_is_refused(item):
    with pytest.raises((*NO_ITEM, ValidationError)):
        read("charges", item)


NAMES = ["customer", "email", "metadata", "billing_details", "balance_transactions", "parent", "id", "object"]
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(NAMES), inner),
)


@given(ANYTHING)
def test_keeping_never_fails(item):
    json.dumps(kept("charges", item, KEY))
