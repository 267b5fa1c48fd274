"""The fake Stripe: who is answered, how lists are cut and filtered, what things are, how they change."""

import asyncio
import base64
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.stripe_shop import ACCOUNT, NOW, Shop, purchase
from tests.virtual_time import VirtualLoop
from twin.clock import Clock
from twin.fakes.stripe import StripeFake
from twin.fakes.stripe_manners import Manners
from twin.fakes.tokens import first_token
from twin.product import Dispute, ProductWorld, Refund

KEY = first_token("stripe", ACCOUNT)
HEADERS = {"Authorization": f"Bearer {KEY}", "Stripe-Version": "2026-10-28.endive"}
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
STREAMS = ("charges", "refunds", "disputes", "invoices", "customers", "balance_transactions")


def made(shop: Shop | None = None, **manners: Any) -> StripeFake:
    return StripeFake(shop or Shop().with_purchases(25), Clock(at=NOW), manners=Manners(**manners))  # type: ignore[arg-type]


def asked(
    fake: StripeFake, path: str, headers: dict[str, str] | None = None, **params: Any
) -> httpx.Response:
    return several(fake, [path], HEADERS if headers is None else headers, params)[0]


def several(
    fake: StripeFake, paths: list[str], headers: dict[str, str], params: dict[str, Any]
) -> list[httpx.Response]:
    """Calls at one moment."""

    async def work() -> list[httpx.Response]:
        wire = httpx.ASGITransport(fake.app)
        async with httpx.AsyncClient(transport=wire, base_url="http://stripe.twin") as http:
            return [await http.get(path, headers=headers, params=params) for path in paths]

    return asyncio.run(work())


def ids(response: httpx.Response) -> list[str]:
    return [each["id"] for each in response.json()["data"]]


def error(response: httpx.Response) -> dict[str, Any]:
    return response.json()["error"]


# --- who is answered ------------------------------------------------------------------------------


def test_a_key_comes_as_bearer_or_as_the_user_of_basic():
    basic = base64.b64encode(f"{KEY}:".encode()).decode()
    assert asked(made(), "/v1/charges", {"Authorization": f"Basic {basic}"}).status_code == 200
    assert asked(made(), "/v1/charges").headers["request-id"].startswith("req_")


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer rk_live_unknown"}])
def test_without_a_good_key_it_is_401_and_the_key_is_not_repeated(headers):
    answer = asked(made(), "/v1/charges", headers)
    assert answer.status_code == 401 and error(answer)["type"] == "invalid_request_error"
    assert "rk_live_unknown" not in answer.text


def test_a_key_without_the_right_to_an_endpoint_is_403_there_only():
    fake = made()
    fake.faults.switch_on("missing_permission", ACCOUNT, resource="disputes")
    assert asked(fake, "/v1/disputes").status_code == 403
    assert asked(fake, "/v1/charges").status_code == 200


def test_a_version_that_there_never_was_is_refused_and_none_means_the_accounts():
    assert asked(made(), "/v1/charges", {**HEADERS, "Stripe-Version": "v1"}).status_code == 400
    assert asked(made(), "/v1/charges", {"Authorization": HEADERS["Authorization"]}).status_code == 200


def test_25_calls_a_second_to_an_endpoint_and_100_in_all():
    async def work() -> list[httpx.Response]:
        wire = httpx.ASGITransport(fake.app)
        async with httpx.AsyncClient(transport=wire, base_url="http://stripe.twin", headers=HEADERS) as http:
            made = [await http.get(f"/v1/{name}?limit=1") for name in STREAMS[:5] for _ in range(25)]
            await asyncio.sleep(1)
            return [*made, await http.get("/v1/charges")]

    fake, loop = made(), VirtualLoop()
    answers = loop.run_until_complete(work())
    loop.close()
    assert [answer.status_code for answer in answers] == [200] * 100 + [429] * 25 + [200]
    assert answers[100].headers["stripe-rate-limited-reason"] == "global-rate"
    assert error(answers[100])["code"] == "rate_limit"
    assert "retry-after" not in answers[100].headers


def test_an_unknown_address_is_404():
    assert asked(made(), "/v1/tokens").status_code == 404


# --- lists ----------------------------------------------------------------------------------------


def test_a_list_is_newest_first_ten_by_default_and_goes_on_after_the_last():
    fake = made()
    first = asked(fake, "/v1/charges").json()
    assert (first["object"], first["url"], first["has_more"]) == ("list", "/v1/charges", True)
    assert [each["id"] for each in first["data"]] == [f"ch_{number:06}" for number in range(24, 14, -1)]
    last = asked(fake, "/v1/charges", limit=100, starting_after="ch_000015")
    assert ids(last) == [f"ch_{number:06}" for number in range(14, -1, -1)]
    assert last.json()["has_more"] is False
    assert ids(asked(fake, "/v1/charges", limit=2, ending_before="ch_000015")) == ["ch_000017", "ch_000016"]


def test_created_is_filtered_by_bounds_in_brackets():
    shop = Shop([purchase(number, NOW - number * HOUR) for number in range(1, 6)])
    third = int((NOW - 3 * HOUR - datetime(1970, 1, 1)).total_seconds())

    def found(name: str) -> list[int]:
        return [int(each[3:]) for each in ids(asked(made(shop), "/v1/charges", **{name: third}))]

    assert found("created[gte]") == [1, 2, 3] and found("created[gt]") == [1, 2]
    assert found("created[lte]") == [3, 4, 5] and found("created[lt]") == [4, 5]
    assert found("created") == [3]


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"limit": 101}, "parameter_invalid_integer"),
        ({"limit": 0}, "parameter_invalid_integer"),
        ({"limit": "many"}, "parameter_invalid_integer"),
        ({"page": 2}, "parameter_unknown"),
        ({"starting_after": "ch_none"}, "resource_missing"),
    ],
)
def test_a_parameter_that_is_none_is_400(params, code):
    answer = asked(made(), "/v1/charges", **params)
    assert (answer.status_code, error(answer)["code"]) == (400, code)
    assert error(answer)["param"] == next(iter(params))


def test_an_empty_list_has_no_more():
    assert asked(made(Shop()), "/v1/refunds").json() == {
        "object": "list", "url": "/v1/refunds", "has_more": False, "data": [],
    }  # fmt: skip


def test_lists_are_filtered_by_what_things_belong_to():
    shop = Shop().with_purchases(5)
    shop.change(2, refunds=(Refund("re_2", NOW - HOUR, 100),))
    fake = made(shop)
    assert ids(asked(fake, "/v1/refunds", charge="ch_000002")) == ["re_2"]
    assert ids(asked(fake, "/v1/refunds", charge="ch_000001")) == []
    assert ids(asked(fake, "/v1/charges", customer="cus_000003")) == ["ch_000003"]
    assert ids(asked(fake, "/v1/customers", email="buyer4@example.com")) == ["cus_000004"]
    assert len(ids(asked(fake, "/v1/balance_transactions", type="refund"))) == 1


def test_linked_things_come_whole_where_they_are_expanded():
    listed = asked(made(), "/v1/charges", **{"expand[]": "data.balance_transaction"}).json()["data"]
    assert {each["balance_transaction"]["object"] for each in listed} == {"balance_transaction"}
    assert {type(each["customer"]) for each in listed} == {str}


# --- things ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("stream", STREAMS)
def test_everything_has_an_id_a_kind_a_moment_and_can_be_asked_for(stream):
    shop = Shop().with_purchases(3)
    shop.change(1, refunds=(Refund("re_1", NOW - HOUR, 100),))
    shop.change(2, dispute=Dispute("dp_2", NOW - HOUR, 100, "open"))
    fake = made(shop)
    for thing in asked(fake, f"/v1/{stream}").json()["data"]:
        assert thing["object"] == stream.removesuffix("s") and isinstance(thing["created"], int)
        assert thing["currency"] == thing["currency"].lower()
        assert asked(fake, f"/v1/{stream}/{thing['id']}").json() == thing
    answer = asked(fake, f"/v1/{stream}/none_1")
    assert (answer.status_code, error(answer)["code"]) == (404, "resource_missing")


def test_a_deleted_customer_leaves_the_list_and_is_told_to_be_deleted():
    fake = made(deleted_at={"cus_000003": NOW - HOUR})
    assert "cus_000003" not in ids(asked(fake, "/v1/customers", limit=100))
    assert asked(fake, "/v1/customers/cus_000003").json() == {
        "id": "cus_000003", "object": "customer", "deleted": True,
    }  # fmt: skip


def test_a_failed_payment_took_nothing_and_has_no_line_in_the_ledger():
    fake = made(Shop([purchase(1, NOW - HOUR, is_failed=True)]))
    (charge,) = asked(fake, "/v1/charges").json()["data"]
    assert (charge["status"], charge["paid"], charge["amount_captured"]) == ("failed", False, 0)
    assert charge["balance_transaction"] is None and charge["failure_code"] == "card_declined"
    assert ids(asked(fake, "/v1/balance_transactions")) == []
    assert asked(fake, "/v1/invoices").json()["data"][0]["status"] == "open"


@pytest.mark.parametrize(
    ("minor", "currency", "amount"),
    [(500, "JPY", 500), (5, "UGX", 500), (5, "ISK", 500), (50000, "MGA", 500), (5120, "KWD", 5120)],
)
def test_amounts_are_those_of_the_api_and_not_of_iso(minor, currency, amount):
    shop = Shop([purchase(1, NOW - HOUR, minor, currency)])
    assert asked(made(shop), "/v1/charges").json()["data"][0]["amount"] == amount


def test_what_is_paid_in_another_currency_is_converted_in_the_ledger():
    shop = Shop([purchase(1, NOW - HOUR, 5000, "USD"), purchase(2, NOW - 2 * HOUR, 5000, "GBP")])
    dollars, pounds = asked(made(shop), "/v1/balance_transactions").json()["data"]
    assert (dollars["amount"], dollars["currency"], dollars["exchange_rate"]) == (4000, "gbp", 0.8)
    assert (pounds["amount"], pounds["currency"], pounds["exchange_rate"]) == (5000, "gbp", None)
    assert pounds["net"] == pounds["amount"] - pounds["fee"]


def test_a_purchase_changes_while_time_goes_by():
    dispute = Dispute("dp_1", NOW + 3 * DAY, 4900, "won", NOW + 33 * DAY)
    refund = Refund("re_1", NOW + 2 * DAY, 900)
    shop = Shop([purchase(1, NOW, refunds=(refund,), dispute=dispute)])
    fake = made(shop)

    def seen(at: datetime) -> tuple[Any, ...]:
        fake.clock.set(at)
        charges = asked(fake, "/v1/charges").json()["data"]
        disputes = asked(fake, "/v1/disputes").json()["data"]
        lines = asked(fake, "/v1/balance_transactions", limit=100).json()["data"]
        invoices = asked(fake, "/v1/invoices").json()["data"]
        return (
            [(each["amount_refunded"], each["disputed"]) for each in charges],
            [(each["status"], len(each["balance_transactions"])) for each in disputes],
            [each["status"] for each in invoices],
            sorted((each["reporting_category"], each["status"]) for each in lines),
        )

    assert seen(NOW - HOUR / 2) == ([], [], ["open"], [])
    assert seen(NOW) == ([(0, False)], [], ["paid"], [("charge", "pending")])
    assert seen(NOW + 8 * DAY) == (
        [(900, True)], [("needs_response", 1)], ["paid"],
        [("charge", "available"), ("dispute", "pending"), ("refund", "pending")],
    )  # fmt: skip
    assert seen(NOW + 20 * DAY)[1] == [("under_review", 1)]
    assert seen(NOW + 34 * DAY)[1] == [("won", 2)]
    assert ("dispute_reversal", "pending") in seen(NOW + 34 * DAY)[3]


def test_a_refund_that_fails_gives_the_money_back_in_a_line_of_its_own():
    shop = Shop([purchase(1, NOW - 9 * DAY, refunds=(Refund("re_1", NOW - 8 * DAY, 900),))])
    fake = made(shop, failed_at={"re_1": NOW - DAY})
    assert asked(fake, "/v1/refunds").json()["data"][0]["status"] == "failed"
    lines = {
        each["reporting_category"]: each["amount"]
        for each in asked(fake, "/v1/balance_transactions").json()["data"]
    }
    assert lines == {"charge": 4900, "refund": -900, "refund_failure": 900}


def test_the_simulated_product_is_served():
    world = ProductWorld()
    now = world.stripe_since + 20 * DAY
    account = world.accounts["stripe"]
    fake = StripeFake(world, Clock(at=now))
    headers = {"Authorization": f"Bearer {first_token('stripe', account)}"}
    listed = asked(fake, "/v1/charges", headers, limit=100).json()
    newest = sorted(world.purchases(now), key=lambda each: (each.at, each.id))[::-1][:100]
    assert [each["id"] for each in listed["data"]] == [each.id for each in newest]
