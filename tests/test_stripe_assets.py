"""Stripe's assets as a run of Dagster: every stream in one job, the check of the ledger beside it."""

from datetime import timedelta

import dagster as dg
import httpx
import pytest

from assets.stripe.balance_transactions import balance_transactions
from assets.stripe.charges import charges
from assets.stripe.customers import customers
from assets.stripe.disputes import disputes
from assets.stripe.invoices import invoices
from assets.stripe.reconciliation import ledger_agrees
from assets.stripe.refunds import refunds
from assets.sync import accounts
from tests.stripe_shop import ACCOUNT, NOW, Shop, Till, purchase
from warehouse.resources import AS_OF_TAG, Warehouse

ASSETS = [charges, refunds, disputes, invoices, customers, balance_transactions]


@pytest.fixture
def till(home, monkeypatch):
    made = Till(home, monkeypatch, Shop(purchase(each, NOW - timedelta(days=5)) for each in range(5)))
    whole = accounts.run

    def through(asked, streams):
        object.__setattr__(asked, "transport", httpx.ASGITransport(made.fake.app))
        return whole(asked, streams)

    monkeypatch.setattr(accounts, "run", through)
    return made


def run(till):
    with dg.DagsterInstance.ephemeral() as instance:
        return dg.materialize(
            [*ASSETS, ledger_agrees], instance=instance, tags={AS_OF_TAG: NOW.isoformat()},
            resources={"warehouse": Warehouse(root=str(till.home.root))}, raise_on_error=False,
        )  # fmt: skip


def test_a_run_reads_every_stream_and_finds_that_the_ledger_agrees(till):
    result = run(till)
    (check,) = result.get_asset_check_evaluations()
    assert result.success and check.passed
    assert check.metadata["compared"].value == 1
    assert {name: len(till.rows(name)) for name in ("charges", "customers", "balance_transactions")} == {
        "charges": 5, "customers": 5, "balance_transactions": 5,
    }  # fmt: skip


def test_a_missing_right_fails_its_stream_only_and_the_ledger_is_warned_of(till):
    till.fake.faults.switch_on("missing_permission", ACCOUNT, resource="charges")
    result = run(till)
    (check,) = result.get_asset_check_evaluations()
    assert not result.success
    assert [step.step_key for step in result.all_events if step.is_step_failure] == ["stripe__charges"]
    assert not check.passed and check.severity is dg.AssetCheckSeverity.WARN
    assert "charge" in check.metadata["wrong"].value
