"""The simulated product through its Stripe: what has landed is what the world knows, whenever it was read."""

from datetime import timedelta
from functools import partial

import pytest

from assets.stripe import reconciliation
from tests.simulated import searched
from tests.stripe_shop import Till
from twin.product import ProductWorld

DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def world() -> ProductWorld:
    return ProductWorld(seed=11)


def test_everything_that_was_paid_given_back_and_taken_back_has_landed(home, monkeypatch, world):
    till = Till(home, monkeypatch, world)
    for days in (1, 20, 20.04, 45, 100):
        now = world.stripe_since + days * DAY
        assert {attempt.status for attempt in till.sync(at=now).values()} == {"ok"}
        assert_as_known(till, world.purchases(now))
    assert all(each.agrees for each in reconciliation.sums(till.home))
    assert searched(till.home.root, ["@example.", "cus_Compass", "user-00"]) == []


def assert_as_known(till, purchases):
    """Every purchase, refund and dispute with its amount, date and state."""
    key = partial(till.key.identifier_key, "customer")
    charges = {
        name: (row["amount_minor"], row["currency"], row["created_at"], row["status"], row["customer_key"])
        for name, row in till.newest("charges").items()
    }
    assert charges == {
        each.id: (
            each.amount_minor, each.currency, each.at.replace(microsecond=0),
            "failed" if each.is_failed else "succeeded", key(each.customer_id),
        )
        for each in purchases
    }  # fmt: skip
    refunds = {
        name: (row["charge_id"], row["amount_minor"], row["currency"], row["created_at"])
        for name, row in till.newest("refunds").items()
    }
    assert refunds == {
        refund.id: (each.id, refund.amount_minor, each.currency, refund.at.replace(microsecond=0))
        for each in purchases
        for refund in each.refunds
    }
    disputes = {
        name: (
            row["charge_id"],
            row["amount_minor"],
            row["status"] if row["status"] in ("won", "lost") else "open",
        )
        for name, row in till.newest("disputes").items()
    }
    assert disputes == {
        each.dispute.id: (each.id, each.dispute.amount_minor, each.dispute.outcome)
        for each in purchases
        if each.dispute
    }
    assert {row["customer_key"] for row in till.rows("customers")} == {
        key(each.customer_id) for each in purchases
    }
