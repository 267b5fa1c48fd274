"""What reading X costs: counted as X counts it, stopped by budget and credits, young posts first."""

from datetime import timedelta

import pytest

from tests.x_account import NOW, Planned, XAccount, series
from tests.x_office import STREAMS, office
from twin.fakes.x_bill import Bill
from twin.fakes.x_posts import timeline

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BUDGET = "budgets: {{x: {{usd_per_month: {}}}}}"


@pytest.fixture
def desk(home, monkeypatch):
    def made(planned, usd=None, **options):
        more = BUDGET.format(usd) if usd is not None else ""
        return office(home, monkeypatch, XAccount(*planned), more=more, **options)

    return made


def test_the_ledger_agrees_with_the_bill_of_x_hour_by_hour_over_midnight(desk):
    made = desk(series(80, 20 * HOUR))
    counted = 0
    for hour in (0, 1, 2, 7, 14, 15, 16, 24, 40):
        counted += sum(attempt.cost_microusd for attempt in made.sync(NOW + hour * HOUR, STREAMS))
        assert counted == made.fake.bill.spent, hour


def test_edited_posts_are_paid_for_with_all_their_versions(desk):
    posted = NOW - 5 * HOUR
    made = desk([Planned(posted, edits=[posted + HOUR / 2]), Planned(NOW - 10 * DAY)])
    counted = sum(made.attempt(NOW + hour * HOUR).cost_microusd for hour in (0, 1, 16, 17))
    assert counted == made.fake.bill.spent == 5_000


def test_missing_posts_cost_nothing(desk):
    made = desk([Planned(NOW - HOUR, deleted_at=NOW + HOUR / 2), Planned(NOW - 2 * HOUR)])
    made.attempt()
    assert made.attempt(NOW + HOUR).cost_microusd == 0
    assert made.fake.bill.spent == 2_000


def test_the_budget_stops_before_it_is_exceeded_with_the_newest_posts_read(desk):
    made = desk(series(300, 6 * HOUR), usd=0.05)
    attempt = made.attempt()
    assert (attempt.status, attempt.failure) == ("partial", "budget")
    assert attempt.reason.startswith("budget of $0.05 for x in 2026-11: $0.0")
    assert "raise budgets.x.usd_per_month" in attempt.reason
    assert 45_000 <= made.fake.bill.spent == attempt.cost_microusd <= 50_000
    newest = [each.id for each in made.account.planned[: attempt.rows]]
    assert made.observed(attempt) == newest
    again = made.attempt(NOW + HOUR)
    assert (again.failure, again.rows) == ("budget", 0)
    assert made.fake.bill.spent <= 50_000


def test_what_the_budget_left_is_read_in_the_next_month(desk):
    made = desk(series(60, DAY), usd=0.05)
    assert made.attempt().rows < 51
    made.attempt(NOW + 12 * DAY)
    assert {row["post_id"] for row in made.rows()} == {each.id for each in made.account.planned}


def test_a_budget_for_some_of_the_due_posts_reads_the_youngest_of_them(desk):
    made = desk([Planned(NOW - 3 * DAY - index * HOUR) for index in range(40)], usd=0.065)
    assert made.attempt().cost_microusd == 40_000
    attempt = made.attempt(NOW + DAY)
    assert (attempt.status, attempt.failure) == ("partial", "budget")
    assert 0 < attempt.rows < 40
    assert made.observed(attempt) == [each.id for each in made.account.planned[: attempt.rows]]


def test_a_budget_of_nothing_makes_no_call(desk):
    made = desk(series(3, DAY), usd=0)
    first, second = made.sync(NOW, STREAMS)
    assert (first.status, first.failure, second.status) == ("partial", "budget", "skipped")
    assert made.calls() == []


def test_credits_that_are_used_up_end_the_account_and_what_was_read_stays(desk):
    made = desk(series(300, 6 * HOUR), bill=Bill(credits=0.05))
    attempt = made.attempt()
    assert (attempt.status, attempt.failure) == ("partial", "budget")
    assert "X's own credits are used up (HTTP 402: CreditsDepleted" in attempt.reason
    first_page = timeline(made.account, NOW)[:100]
    assert attempt.rows == sum(not each.is_repost for each in first_page)
    made.fake.bill.credits = None
    assert made.attempt(NOW + HOUR).status == "ok"
    assert {row["post_id"] for row in made.rows()} == {each.id for each in made.account.planned}


def test_a_usage_cap_is_a_quota_that_comes_back_tomorrow(desk):
    made = desk(series(300, 6 * HOUR), bill=Bill(cap=50))
    attempt = made.attempt()
    assert (attempt.status, attempt.failure) == ("partial", "quota")
    assert "monthly cap of reads is reached" in attempt.reason
    assert attempt.due_at == (NOW + DAY).replace(hour=0, minute=0)


def test_two_accounts_share_one_budget(home, monkeypatch):
    accounts = (XAccount(*series(60, DAY)), XAccount(*series(60, DAY), handle="other", number=2))
    made = office(home, monkeypatch, *accounts, more=BUDGET.format(0.08))
    attempts = made.sync()
    assert sum(attempt.cost_microusd for attempt in attempts) <= 80_000
    assert "budget" in {attempt.failure for attempt in attempts}
