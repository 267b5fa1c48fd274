"""Stripe is read: everything once, what changes again, whatever its age; people stay pseudonyms."""

from datetime import datetime, timedelta

import pytest

from assets.stripe import reconciliation
from assets.sync.backfill import backfill
from tests.simulated import searched
from tests.stripe_shop import NOW, STREAMS, Shop, Till, purchase
from twin.fakes.stripe_manners import Manners
from twin.product import Dispute, Refund
from warehouse.home import Home

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def till(home: Home, monkeypatch: pytest.MonkeyPatch) -> Till:
    return Till(home, monkeypatch, Shop().with_purchases(30))


def statuses(made):
    return {attempt.status for attempt in made.values()}


def test_every_object_lands_once_and_a_rerun_lands_nothing(till):
    first, second = till.sync(), till.sync(at=NOW + HOUR)
    assert statuses(first) == statuses(second) == {"ok"}, first
    assert {name: attempt.rows for name, attempt in first.items()} == {
        "charges": 30, "refunds": 0, "disputes": 0, "invoices": 30, "customers": 30,
        "balance_transactions": 30,
    }  # fmt: skip
    assert {name: attempt.rows for name, attempt in second.items() if attempt.rows} == {}


def test_a_list_of_more_than_a_thousand_is_read_page_by_page_once(home, monkeypatch):
    till = Till(home, monkeypatch, Shop().with_purchases(1_050, every=timedelta(minutes=20)))
    attempt = till.sync("charges")["charges"]
    assert (attempt.status, attempt.rows, attempt.calls) == ("ok", 1_050, 11)
    assert len(till.newest("charges")) == 1_050


def test_many_charges_of_one_second_are_not_lost_between_pages(home, monkeypatch):
    till = Till(home, monkeypatch, Shop(purchase(each, NOW - HOUR) for each in range(250)))
    assert till.sync("charges")["charges"].rows == len(till.newest("charges")) == 250


def test_what_a_charge_says_is_typed_and_its_people_are_pseudonyms(till):
    till.sync("charges")
    row, key = till.newest("charges")["ch_000003"], till.key
    assert row["amount_minor"] == row["captured_minor"] == 4900
    assert (row["currency"], row["status"], row["is_captured"]) == ("GBP", "succeeded", True)
    assert row["created_at"] == till.shop.all[3].at
    assert row["product"] == "report"
    assert row["customer_key"] == key.identifier_key("customer", "cus_000003")
    assert row["email_key"] == key.subject_key("buyer3@example.com")
    assert row["user_key"] == key.identifier_key("user", "user-3")


def test_no_address_no_id_of_a_person_no_card_and_no_key_is_on_the_disk(till):
    till.shop.change(3, dispute=Dispute("dp_3", NOW - HOUR, 4900, "open"))
    till.sync()
    unseen = ["@example.com", "cus_0000", "user-1", "4242", "twin-stripe-"]
    assert searched(till.home.root, unseen) == []


def test_a_refund_of_an_old_charge_is_seen_within_the_hour(till):
    till.shop.all.insert(0, purchase(900, NOW - 400 * DAY))
    till.sync()
    till.shop.change(0, refunds=(Refund("re_900", NOW + timedelta(minutes=30), 1900),))
    till.sync(at=NOW + HOUR)
    (row,) = till.rows("refunds")
    assert (row["charge_id"], row["amount_minor"], row["status"]) == ("ch_000900", 1900, "succeeded")
    assert row["created_at"] == NOW + timedelta(minutes=30)


def test_a_refund_that_fails_later_is_seen_to_fail(till):
    till.shop.change(3, refunds=(Refund("re_3", NOW - HOUR, 4900),))
    till.fake.manners.failed_at["re_3"] = NOW + 5 * DAY
    till.sync("refunds", "balance_transactions")
    till.sync("refunds", "balance_transactions", at=NOW + 6 * DAY)
    assert [row["status"] for row in till.rows("refunds")] == ["succeeded", "failed"]
    assert till.newest("balance_transactions")["txn_failed_re_3"]["amount_minor"] == 4900


def test_a_dispute_is_followed_until_it_is_won_however_late(till):
    closes = NOW + 200 * DAY
    till.shop.change(3, dispute=Dispute("dp_3", NOW - HOUR, 4900, "won", closes))
    for days in (0, 8, 100, 199, 200, 201):
        till.sync("disputes", at=NOW + days * DAY + timedelta(minutes=days))
    states = [(row["status"], row["reversed_at"]) for row in till.rows("disputes")]
    assert states == [("needs_response", None), ("under_review", None), ("won", closes)]


def test_a_pending_charge_an_open_invoice_and_a_pending_line_are_seen_to_change(till):
    till.shop.all.append(purchase(900, NOW + timedelta(minutes=30)))
    till.fake.manners.pending_until["ch_000003"] = NOW + 100 * DAY
    till.sync()
    till.sync(at=NOW + 101 * DAY)
    assert [row["status"] for row in till.rows("charges") if row["charge_id"] == "ch_000003"] == [
        "pending", "succeeded",
    ]  # fmt: skip
    assert [row["status"] for row in till.rows("invoices") if row["invoice_id"] == "in_000900"] == [
        "open", "paid",
    ]  # fmt: skip
    assert {row["status"] for row in till.newest("balance_transactions").values()} == {"available"}


def test_the_sum_given_back_is_seen_at_a_charge_of_the_last_90_days_within_a_day(till):
    till.sync("charges")
    till.shop.change(0, refunds=(Refund("re_0", NOW + HOUR, 1000),))
    till.sync("charges", at=NOW + DAY)
    assert till.newest("charges")["ch_000000"]["refunded_minor"] == 1000


def test_what_is_older_is_listed_again_every_thirty_days(till):
    till.shop.all.insert(0, purchase(900, NOW - 300 * DAY))
    till.sync("charges")
    till.shop.change(0, refunds=(Refund("re_900", NOW + HOUR, 1000),))
    till.sync("charges", at=NOW + 2 * DAY)
    assert till.newest("charges")["ch_000900"]["refunded_minor"] == 0
    till.sync("charges", at=NOW + 30 * DAY)
    assert till.newest("charges")["ch_000900"]["refunded_minor"] == 1000


def test_a_deleted_customer_stays_with_the_pseudonyms_and_is_said_to_be_gone(till):
    till.sync("customers")
    till.fake.manners.deleted_at["cus_000003"] = NOW + HOUR
    made = till.sync("customers", at=NOW + DAY)
    row = till.newest("customers")[till.key.identifier_key("customer", "cus_000003")]
    assert row["is_deleted"] and row["email_key"] == till.key.subject_key("buyer3@example.com")
    assert (made["customers"].status, made["customers"].rows) == ("ok", 1)
    assert till.sync("customers", at=NOW + 2 * DAY)["customers"].rows == 0


def test_the_only_customer_of_a_day_can_be_deleted(home, monkeypatch):
    shop = Shop([purchase(1, NOW - 30 * DAY), purchase(2, NOW - HOUR)])
    till = Till(home, monkeypatch, shop)
    till.sync("customers")
    till.fake.manners.deleted_at["cus_000002"] = NOW + HOUR
    assert till.sync("customers", at=NOW + 2 * HOUR)["customers"].status == "ok"
    assert till.newest("customers")[till.key.identifier_key("customer", "cus_000002")]["is_deleted"]


def test_a_draft_that_was_deleted_is_asked_for_by_its_id(till):
    till.fake.manners.deleted_at["in_000029"] = NOW + HOUR
    till.sync("invoices")
    assert till.newest("invoices")["in_000029"]["status"] == "draft"
    assert till.sync("invoices", at=NOW + 2 * HOUR)["invoices"].status == "ok"
    assert till.newest("invoices")["in_000029"]["is_deleted"]


def test_an_account_without_anything_is_well_and_is_asked_again_from_the_beginning(home, monkeypatch):
    till = Till(home, monkeypatch, Shop())
    made = till.sync()
    assert statuses(made) == {"ok"} and made["charges"].remarks == "the list is empty"
    till.shop.all.append(purchase(1, NOW - 700 * DAY))
    assert till.sync("charges", at=NOW + HOUR)["charges"].rows == 1


def test_hours_cost_a_call_a_stream_and_days_the_last_ninety(till):
    till.sync()
    before = len(till.fake.log)
    till.sync(at=NOW + HOUR)
    assert len(till.fake.log) - before == len(STREAMS)


def test_a_large_account_is_read_again_without_landing_anything(home, monkeypatch):
    till = Till(home, monkeypatch, Shop().with_purchases(3_000, every=timedelta(minutes=20)))
    made = [till.sync("charges", at=NOW + wait)["charges"] for wait in (0 * DAY, HOUR, DAY, 31 * DAY)]
    assert [(each.status, each.rows) for each in made] == [("ok", 3_000), *[("ok", 0)] * 3]
    assert [each.calls for each in made] == [30, 1, 30, 30]


def test_only_what_is_due_is_read(till):
    till.sync()
    assert till.sync(at=NOW + HOUR / 2, only_due=True) == {}
    assert set(till.sync(at=NOW + HOUR, only_due=True)) == set(STREAMS)


@pytest.mark.parametrize(
    ("currency", "minor"),
    [("JPY", 4900), ("KWD", 4900), ("UGX", 49), ("ISK", 49), ("MGA", 4900), ("EUR", 4900), ("HUF", 4900)],
)
def test_amounts_land_in_iso_minor_units(home, monkeypatch, currency, minor):
    till = Till(home, monkeypatch, Shop([purchase(1, NOW - HOUR, minor, currency)]))
    till.sync("charges", "balance_transactions")
    assert till.newest("charges")["ch_000001"]["amount_minor"] == minor
    assert till.newest("charges")["ch_000001"]["currency"] == currency
    assert till.newest("balance_transactions")["txn_ch_000001"]["amount_minor"] == minor


@pytest.mark.parametrize(
    ("key", "more", "fails"),
    [
        ("sk_test_51Abc", "", "expected a live key of Stripe's, got a test key"),
        ("rk_test_51Abc", "", "expected a live key of Stripe's, got a test key"),
        ("rk_live_51Abc", ", product: test", "expected a test key of Stripe's, got a live key"),
    ],
)
def test_a_key_of_the_wrong_mode_ends_the_account_before_a_call(home, monkeypatch, key, more, fails):
    till = Till(home, monkeypatch, Shop().with_purchases(3), key, more)
    made = till.sync()
    assert made["charges"].failure == "token" and fails in made["charges"].reason
    assert {attempt.status for name, attempt in made.items() if name != "charges"} == {"skipped"}
    assert till.fake.log == [] and searched(till.home.root, [key]) == []


def test_objects_of_the_wrong_mode_do_not_land(home, monkeypatch):
    till = Till(home, monkeypatch, Shop().with_purchases(3), manners=Manners(is_live=False))
    attempt = till.sync("charges")["charges"]
    assert (attempt.status, attempt.failure, attempt.rows) == ("failed", "shape", 0)
    assert "livemode" in attempt.reason
    assert till.rows("charges") == []


def test_a_sandbox_is_read_where_the_account_is_one(home, monkeypatch):
    shop = Shop().with_purchases(3)
    till = Till(home, monkeypatch, shop, more=", product: test", manners=Manners(is_live=False))
    assert till.sync("charges")["charges"].rows == 3


def test_a_currency_that_is_none_is_refused_and_the_others_land(till):
    till.shop.all.append(purchase(900, datetime(2026, 11, 20, 8), 4900, "USDC"))
    first = till.sync("charges")["charges"]
    assert (first.status, first.rows, first.refused) == ("ok", 30, 1)
    second = till.sync("charges", at=NOW + HOUR)["charges"]
    assert (second.status, second.rows, second.refused) == ("ok", 0, 1)
    assert searched(till.home.root, ["@example.com", "cus_0000"]) == []


# --- the ledger -----------------------------------------------------------------------------------


def test_charges_and_refunds_add_up_to_the_ledger_where_currencies_agree(till):
    till.shop.change(3, refunds=(Refund("re_3", NOW - HOUR, 900),))
    till.shop.change(5, currency="USD")
    till.shop.change(7, currency="JPY")
    till.sync()
    till.shop.all.append(purchase(900, NOW + 3 * DAY))
    till.sync(at=NOW + 3 * DAY)
    found = {(each.category, each.currency): each[4:] for each in reconciliation.sums(till.home)}
    assert found == {
        ("charge", "GBP"): (0, 28 * 4900, 28 * 4900),  # the dollars are paid out in pounds: not compared
        ("charge", "JPY"): (0, 4900, 4900),
        ("refund", "GBP"): (0, -900, -900),
    }


def test_a_line_without_its_charge_does_not_agree(home, monkeypatch):
    till = Till(home, monkeypatch, Shop([purchase(1, NOW - 3 * DAY), purchase(2, NOW - HOUR)]))
    till.sync("balance_transactions")
    (found,) = reconciliation.sums(till.home)
    assert (found.unknown, found.agrees) == (1, False)
    till.sync("charges")
    (found,) = reconciliation.sums(till.home)
    assert found.agrees and found.ledger == 4900


def test_nothing_read_is_nothing_wrong(till):
    assert reconciliation.sums(till.home) == []


def test_a_plan_counts_charges(till):
    before = backfill(till.home, till.configuration, {"stripe": list(STREAMS.values())}, NOW.date(), NOW)
    assert {each.assumption for each in before[0].streams} == {
        "1 charge a day, assumed: nothing is known of the account yet"
    }
    till.sync("charges")
    (plan,) = backfill(till.home, till.configuration, {"stripe": [STREAMS["charges"]]}, NOW.date(), NOW)
    assert "charges a day, measured: 30 in 4 days" in plan.streams[0].assumption
