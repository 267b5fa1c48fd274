"""The ledger of attempts: what was last, what it cost in a month, and runs that were killed."""

from datetime import datetime, timedelta

import pytest

from assets.sync import ledger
from assets.sync.ledger import Attempt
from assets.sync.memory import path
from assets.sync.open_pull import OpenPull, recover, unbooked

MOMENT = datetime(2026, 10, 20, 9)


def attempt(at=MOMENT, stream="posts", account="17", cost=0, status="ok", **given) -> Attempt:
    return Attempt(
        business_id="acme", source="pond", account_id=account, stream=stream, status=status, api_version="v2",
        sync_id=f"s{at:%d%H}", started_at=at, cost_microusd=cost, **given,
    )  # fmt: skip


def land(home, *attempts):
    for number, one in enumerate(attempts):
        ledger.land(home, f"{one.sync_id}-{one.stream}-{one.account_id}-{number}", [one], one.started_at)


def test_before_the_first_sync_there_is_nothing(home):
    assert ledger.newest(home) == []
    assert ledger.spent(home, "pond", "2026-10") == 0


def test_the_newest_of_each_stream_of_each_account_comes_back_whole(home):
    old = [attempt(MOMENT - timedelta(hours=hours)) for hours in (1, 2)]
    new = attempt(reason="x", failure="quota", token_expires_at=MOMENT, api_version_ends_on=MOMENT.date())
    other = attempt(MOMENT - timedelta(days=1), account="18")
    land(home, *old, new, other, attempt(MOMENT - timedelta(days=1), stream="audience"))
    assert [(one.account_id, one.stream) for one in ledger.newest(home)] == [
        ("17", "audience"), ("17", "posts"), ("18", "posts")
    ]  # fmt: skip
    assert ledger.newest(home)[1] == new
    assert [one.started_at.hour for one in ledger.newest(home, "pond", 2) if one.account_id == "17"] == [
        9,
        9,
        8,
    ]
    assert ledger.newest(home, "lake") == []


def test_what_was_skipped_says_nothing_of_a_stream(home):
    land(home, attempt(), attempt(MOMENT + timedelta(hours=1), status="skipped"))
    assert [one.status for one in ledger.newest(home)] == ["ok"]


def test_what_a_month_cost_is_of_that_month_and_platform_and_counts_no_row_twice(home):
    september = datetime(2026, 9, 30, 23, 59)
    land(home, attempt(cost=100), attempt(september, cost=7), attempt(stream="audience", cost=20))
    # The same attempt in a second file, as a killed compaction leaves it.
    land(home, attempt(cost=100))
    assert ledger.spent(home, "pond", "2026-10") == 120
    assert ledger.spent(home, "pond", "2026-09") == 7
    assert ledger.spent(home, "lake", "2026-10") == 0


@pytest.mark.parametrize(
    ("status", "failure", "is_failure"),
    [
        ("ok", None, False),
        ("partial", "quota", False),
        ("partial", "request", False),
        ("partial", "token", True),
        ("failed", "network", True),
        ("failed", "bug", True),
        ("skipped", "quota", False),
        ("skipped", "busy", False),
        ("skipped", "token", True),
    ],
)
def test_what_passes_by_itself_is_no_failure(status, failure, is_failure):
    assert attempt(status=status, failure=failure).is_failure is is_failure


def test_a_pull_that_was_killed_is_in_the_ledger_with_what_it_cost_once(home):
    file = path(home, "acme", "pond", "17")
    opened = OpenPull(file, attempt())
    opened.write()
    opened.book(15_000)
    # Here the process dies; what it paid counts at once, and still after the next run has recorded it.
    assert unbooked(home, "pond", "2026-10") + ledger.spent(home, "pond", "2026-10") == 15_000
    recover(home, file, MOMENT + timedelta(hours=1))
    assert (unbooked(home, "pond", "2026-10"), ledger.spent(home, "pond", "2026-10")) == (0, 15_000)
    (killed,) = ledger.newest(home)
    assert (killed.status, killed.failure, killed.started_at) == ("failed", "killed", MOMENT)
    recover(home, file, MOMENT + timedelta(hours=2))
    assert len(ledger.newest(home, "pond", 9)) == 1


def test_a_pull_that_was_killed_after_it_was_recorded_is_not_recorded_twice(home):
    file = path(home, "acme", "pond", "17")
    opened = OpenPull(file, one := attempt(cost=5))
    opened.write()
    ledger.land(home, opened.name, [one], MOMENT)
    recover(home, file, MOMENT + timedelta(hours=1))
    assert [each.status for each in ledger.newest(home, "pond", 9)] == ["ok"]


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"name": "a", "attempt": {"of": "an earlier release"}}'])
def test_a_note_that_cannot_be_read_stops_nobody(home, damage):
    file = path(home, "acme", "pond", "17").with_suffix(".open.json")
    file.parent.mkdir(parents=True)
    file.write_text(damage)
    assert unbooked(home, "pond", "2026-10") == 0
    recover(home, path(home, "acme", "pond", "17"), MOMENT)
    assert not file.exists() and ledger.newest(home) == []


def test_a_pull_that_ended_leaves_no_note(home):
    opened = OpenPull(path(home, "acme", "pond", "17"), attempt())
    opened.write()
    opened.close()
    assert unbooked(home, "pond", "2026-10") == 0
    assert list((home.sync / "acme").iterdir()) == []
