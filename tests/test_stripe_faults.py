"""Stripe when it fails: the attempt says why, nothing is lost or there twice, the next run closes the gap."""

from collections import Counter
from datetime import datetime, timedelta
from itertools import combinations

import httpx
import pytest

from assets.calling.answers import Again, Answer
from assets.calling.failures import (
    BadRequest,
    Gone,
    PermissionMissing,
    QuotaUsedUp,
    TokenRefused,
    Unreachable,
    VersionEnded,
)
from assets.stripe.dialect import CursorGone, StripeDialect
from tests.simulated import searched
from tests.stripe_shop import ACCOUNT, IDENTITIES, NOW, Shop, Till, purchase
from twin.fakes import stripe_lists
from twin.fakes import stripe_refusals as refusals
from twin.fakes.faults import NAMES
from twin.product import Dispute, Refund
from warehouse.home import Home

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LATER = NOW + DAY
PURCHASES = 130
# What each fault comes to in the charges of a first sync: status, kind, a part of the reason or remark.
EXPECTED = {
    "expired_token": ("failed", "token", "Expired API Key"),
    "rate_limited": ("partial", "quota", "global-rate"),
    "retired_metric": ("ok", None, None),  # there are no metrics
    "retired_version": ("failed", "version", "platforms.stripe.api_version"),
    "server_errors": ("failed", "network", "HTTP 500"),
    "slow": ("failed", "network", "30 s"),
    "truncated_body": ("failed", "network", "expected JSON"),
    "repeated_cursor": ("partial", "paging", "came before"),
    "empty_ok": ("ok", None, "the list is empty"),
    "missing_permission": ("failed", "permission", "give the restricted key the right"),
    "clock_skew": ("ok", None, None),
}
DETAILS = {"slow": {"seconds": 45.0}, "clock_skew": {"seconds": 600.0}, "retired_metric": {"metric": "none"}}


@pytest.fixture
def till(home: Home, monkeypatch: pytest.MonkeyPatch) -> Till:
    shop = Shop().with_purchases(PURCHASES)
    for number in (3, 40, 77):
        shop.change(number, refunds=(Refund(f"re_{number}", shop.all[number].at + HOUR, 900),))
    shop.change(50, dispute=Dispute("dp_50", NOW - HOUR, 4900, "open"))
    return Till(home, monkeypatch, shop)


def test_every_fault_is_expected():
    assert set(EXPECTED) == set(NAMES)


@pytest.mark.parametrize("fault", NAMES)
def test_a_fault_is_told_and_the_next_run_closes_the_gap(till, fault):
    till.fake.faults.switch_on(fault, ACCOUNT, **DETAILS.get(fault, {}))
    told = till.sync()["charges"]
    till.fake.faults.switch_off()
    after = till.sync(at=LATER)

    status, kind, said = EXPECTED[fault]
    assert (told.status, told.failure) == (status, kind)
    assert said is None or said in (told.reason or told.remarks)
    assert {(attempt.status, attempt.reason) for attempt in after.values()} == {("ok", None)}
    assert_whole(till)


@pytest.mark.parametrize("faults", list(combinations(NAMES, 2)), ids="+".join)
def test_two_faults_at_once_lose_and_double_nothing(till, faults):
    for fault in faults:
        till.fake.faults.switch_on(fault, ACCOUNT, **DETAILS.get(fault, {}))
    till.sync()
    till.fake.faults.switch_off()
    assert {attempt.status for attempt in till.sync(at=LATER).values()} == {"ok"}
    assert_whole(till)


@pytest.mark.parametrize("fault", [name for name in NAMES if name != "retired_metric"])
def test_a_fault_that_comes_later_does_not_undo_what_is_known(till, fault):
    till.sync()
    till.shop.all.append(purchase(900, NOW + HOUR / 2))
    till.fake.faults.switch_on(fault, ACCOUNT, **DETAILS.get(fault, {}))
    till.sync(at=NOW + HOUR)
    till.fake.faults.switch_off()
    till.sync(at=LATER)
    assert_whole(till)


def assert_whole(till: Till) -> None:
    """Everything that the shop has is there, no state of it twice, and nobody is said to be gone."""
    many = len(till.shop.all)
    counts = {
        "charges": many, "invoices": many, "customers": many, "refunds": 3, "disputes": 1,
        "balance_transactions": many + 4,
    }  # fmt: skip
    for stream, number in counts.items():
        rows = till.rows(stream)
        assert len({row[IDENTITIES[stream]] for row in rows}) == number, stream
        assert not any(row["is_deleted"] for row in rows), stream
        assert max(Counter((row[IDENTITIES[stream]], row["digest"]) for row in rows).values()) == 1, stream


def test_a_right_that_is_missing_costs_that_stream_only(till):
    till.fake.faults.switch_on("missing_permission", ACCOUNT, resource="disputes")
    made = till.sync()
    assert made["disputes"].failure == "permission" and "disputes" in made["disputes"].reason
    assert {attempt.status for name, attempt in made.items() if name != "disputes"} == {"ok"}


def test_a_short_limit_is_sat_out_with_growing_pauses(till):
    till.fake.faults.switch_on("rate_limited", ACCOUNT, times=3)
    assert till.sync("charges")["charges"].status == "ok"


def test_a_failure_half_way_keeps_what_was_read_and_goes_on_there(home, monkeypatch):
    till = Till(home, monkeypatch, Shop().with_purchases(450))
    answered = till.fake.answer

    def broken(body, status=200, headers=None):
        is_third = isinstance(body, dict) and body.get("data") and len(till.fake.log) >= 2
        return (
            answered({"error": {"type": "api_error"}}, 500) if is_third else answered(body, status, headers)
        )

    monkeypatch.setattr(till.fake, "answer", broken)
    first = till.sync("charges")["charges"]
    assert (first.status, first.failure, first.rows) == ("partial", "network", 200)
    monkeypatch.setattr(till.fake, "answer", answered)
    before = len(till.fake.log)
    second = till.sync("charges", at=NOW + HOUR)["charges"]
    assert (second.status, second.rows) == ("ok", 250)
    assert len(till.newest("charges")) == len(till.rows("charges")) == 450
    assert len(till.fake.log) - before < 7


def test_a_thing_that_is_deleted_while_its_list_is_walked_does_not_stop_it(till, monkeypatch):
    def deleting(*given):
        told = stripe_lists.page(*given)
        if told["has_more"]:
            till.fake.manners.deleted_at.setdefault(told["data"][-1]["id"], NOW)
        return told

    monkeypatch.setattr("twin.fakes.stripe.page", deleting)
    attempt = till.sync("customers")["customers"]
    assert (attempt.status, attempt.rows, len(till.fake.manners.deleted_at)) == ("ok", PURCHASES, 1)
    assert [status for _, _, status in till.fake.log] == [200, 400, 200]


def test_a_list_with_a_hole_is_noticed_and_counts_as_unread(till, monkeypatch):
    def holed(*given):
        told = stripe_lists.page(*given)
        return {**told, "data": [each for each in told["data"] if each["id"] != "ch_000129"]}

    till.sync("charges")
    monkeypatch.setattr("twin.fakes.stripe.page", holed)
    attempt = till.sync("charges", at=NOW + HOUR)["charges"]
    assert (attempt.status, attempt.failure) == ("partial", "empty")
    assert "1 that are there were not in it" in attempt.reason
    assert not any(row["is_deleted"] for row in till.rows("charges"))


def test_no_key_is_anywhere_after_a_sync_in_which_everything_went_wrong(till):
    for fault in ("expired_token", "server_errors", "truncated_body"):
        till.fake.faults.switch_on(fault, ACCOUNT, times=2)
    till.sync()
    till.sync(at=LATER)
    assert searched(till.home.root, ["twin-stripe-", "@example.com", "cus_0000"]) == []


# --- how answers are judged -----------------------------------------------------------------------


def judged(refused: refusals.Refused, **headers: str):
    told = {**refused.headers, **headers, "Request-Id": "req_7"}
    answer = Answer(refused.status, httpx.Headers(told), refused.body, datetime(2026, 11, 20))
    return StripeDialect("2026-10-28.endive").judge(answer)


@pytest.mark.parametrize(
    ("refused", "kind"),
    [
        (refusals.no_key(), TokenRefused),
        (refusals.bad_key("rk_live_1234567890"), TokenRefused),
        (refusals.expired_key("rk_live_1234567890"), TokenRefused),
        (refusals.denied("disputes"), PermissionMissing),
        (refusals.missing("charge", "ch_1", "id"), Gone),
        (refusals.missing("charge", "ch_1", "starting_after"), CursorGone),
        (refusals.unknown_parameter("page"), BadRequest),
        (refusals.bad_version("2026"), VersionEnded),
    ],
)
def test_a_refusal_is_what_it_says_and_names_the_request(refused, kind):
    verdict = judged(refused)
    assert type(verdict) is kind
    assert "request req_7" in str(verdict)


def test_a_cursor_that_is_gone_may_come_as_404():
    refused = refusals.missing("customer", "cus_1", "starting_after")
    refused.status = 404
    assert isinstance(judged(refused), CursorGone)


@pytest.mark.parametrize(
    ("refused", "fails"),
    [(refusals.too_many("endpoint-rate"), QuotaUsedUp), (refusals.locked(), Unreachable)],
)
def test_a_throttled_call_is_made_again_and_is_a_matter_of_quota_only_where_rates_are_it(refused, fails):
    verdict = judged(refused)
    assert isinstance(verdict, Again) and verdict.after is None and verdict.fails is fails


def test_the_header_of_stripe_overrides_what_would_be_tried_again():
    unsure = refusals.Refused(500, "An error", kind="api_error")
    assert isinstance(judged(unsure), Again)
    assert isinstance(judged(unsure, **{"Stripe-Should-Retry": "false"}), Unreachable)
    refused = refusals.unknown_parameter("x")
    assert isinstance(judged(refused, **{"Stripe-Should-Retry": "true"}), Again)
    throttled = judged(refusals.too_many("global-rate"), **{"Stripe-Should-Retry": "false"})
    assert isinstance(throttled, QuotaUsedUp)
