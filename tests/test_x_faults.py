"""Each fault of the fake X alone: nothing is lost or doubled, its reason is told, its gap is closed later."""

from datetime import timedelta

import pytest

from assets.sync.known import known_posts
from tests.x_account import NOW, XAccount, series
from tests.x_office import STREAMS, office
from twin.fakes import x_timeline
from twin.fakes.faults import NAMES

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TOLD = {  # what the attempt at the posts says: status, kind of failure, a word of the reason
    "expired_token": ("failed", "token", "connect the account again"),
    "rate_limited": ("partial", "quota", "gives nothing until"),
    "retired_metric": ("ok", None, None),
    "retired_version": ("failed", "version", "no longer active"),
    "server_errors": ("failed", "network", "Service Unavailable, 4 times"),
    "slow": ("failed", "network", "no whole answer within 30 s"),
    "truncated_body": ("failed", "network", "expected JSON"),
    "repeated_cursor": ("partial", "paging", "a cursor that came before"),
    "empty_ok": ("partial", "request", "without a word about them"),
    "missing_permission": ("failed", "permission", "not attached to a project"),
    "clock_skew": ("ok", None, None),
}
DETAILS = {
    "slow": {"seconds": 60},
    "retired_metric": {"metric": "bookmark_count"},
    "clock_skew": {"seconds": 2 * 86400},
}


@pytest.fixture
def made(home, monkeypatch):
    """An account with 120 posts over 60 days, of which the last ones are published while a fault is on."""
    return office(home, monkeypatch, XAccount(*series(120, 12 * HOUR, newest=NOW + 8 * DAY)))


def test_every_fault_is_tried():
    assert set(TOLD) == set(NAMES)


@pytest.mark.parametrize("fault", NAMES)
def test_a_fault_after_a_good_sync_is_told_and_its_gap_is_closed(made, fault):
    assert made.attempt().status == "ok"
    made.faults.switch_on(fault, **DETAILS.get(fault, {}))
    for day in range(1, 7):
        attempt = made.attempt(NOW + day * DAY)
        status, failure, word = TOLD[fault]
        assert (attempt.status, attempt.failure) == (status, failure), attempt.reason
        assert word is None or word in attempt.reason
    made.faults.switch_off()
    healed = made.attempt(NOW + 9 * DAY)
    assert (healed.status, healed.reason) == ("ok", None)
    all_is_there(made, NOW + 9 * DAY)


@pytest.mark.parametrize("fault", NAMES)
def test_a_fault_from_the_first_sync_on_leaves_no_hole(made, fault):
    made.faults.switch_on(fault, **DETAILS.get(fault, {}))
    *_, attempt = made.sync(NOW, STREAMS)
    if fault not in ("retired_metric", "clock_skew"):
        assert attempt.status != "ok" or attempt.remarks
        assert attempt.reason or attempt.remarks
    made.faults.switch_off()
    healed = made.attempt(NOW + HOUR)
    assert healed.status == "ok"
    all_is_there(made, NOW + HOUR)


@pytest.mark.parametrize(
    ("fault", "times"),
    [("server_errors", 1), ("server_errors", 3), ("truncated_body", 3), ("rate_limited", 1)],
)
def test_a_passing_fault_is_not_even_noticed(made, fault, times):
    made.faults.switch_on(fault, times=times)
    attempt = made.attempt()
    assert (attempt.status, attempt.reason) == ("ok", None)
    all_is_there(made, NOW + HOUR)


def test_what_was_read_before_a_failure_in_the_middle_stays_and_is_not_read_again(home, monkeypatch):
    made = office(home, monkeypatch, XAccount(*series(450, 2 * HOUR)))
    calls = 0
    judged = made.fake.gate._throttled

    def failing(viewer):
        nonlocal calls
        calls += 1
        return made.fake.server_error() if calls >= 4 else judged(viewer)

    made.fake.gate._throttled = failing
    first = made.attempt()
    assert (first.status, first.failure) == ("partial", "network") and 100 < first.rows < 250
    del made.fake.gate._throttled
    second = made.attempt(NOW + HOUR)
    assert second.status == "ok"
    old = {row["post_id"] for row in made.rows(sync_id=first.sync_id) if row["posted_at"] < NOW - 3 * DAY}
    again = {row["post_id"] for row in made.rows(sync_id=second.sync_id)}
    assert len(old & again) <= 1
    all_is_there(made, NOW + HOUR)


def test_the_fault_of_one_account_is_not_that_of_another(home, monkeypatch):
    accounts = (XAccount(*series(5, DAY)), XAccount(*series(7, DAY), handle="other", number=2))
    made = office(home, monkeypatch, *accounts)
    made.faults.switch_on("expired_token", accounts[0].profile.account_id)
    assert [(attempt.status, attempt.rows) for attempt in made.sync()] == [("failed", 0), ("ok", 7)]


def test_a_timeline_that_leaves_out_posts_which_are_there_is_not_believed(made, monkeypatch):
    made.attempt()
    with monkeypatch.context() as patched:
        patched.setattr(x_timeline, "page", lambda *_given: ([], {"result_count": 0}))
        first, *_others, last = [made.attempt(NOW + day * DAY) for day in range(1, 6)]
    assert (first.status, first.failure) == ("partial", "request")
    assert "lists no posts there, but gives some of that time by id" in first.reason
    assert "no posts, as far as X says; asked for again" in last.remarks
    assert made.attempt(NOW + 9 * DAY).status == "ok"
    all_is_there(made, NOW + 9 * DAY)


def test_a_stopped_account_is_not_asked_for_its_other_streams(made):
    made.faults.switch_on("expired_token")
    first, second = made.sync(NOW, STREAMS)
    assert (first.status, second.status, second.calls) == ("failed", "skipped", 0)
    assert second.reason == first.reason


def test_a_counter_that_x_stops_giving_is_none_and_told(made):
    made.faults.switch_on("retired_metric", metric="bookmark_count")
    attempt = made.attempt()
    assert attempt.remarks == "X gives no bookmark_count"
    assert {row["saves"] for row in made.rows()} == {None}


def test_a_clock_that_is_days_ahead_hides_no_posts(made):
    made.faults.switch_on("clock_skew", seconds=3 * 86400)
    attempt = made.attempt()
    assert (attempt.status, attempt.skew_seconds // 60) == ("ok", 3 * 1440 - 1)
    all_is_there(made, NOW)


def all_is_there(made, now):
    """Every post that can have been seen by then is known, and no sync landed one twice."""
    published = {each.id for each in made.account.planned if each.posted_at <= now}
    known = known_posts(made.home, "x", "acme", made.account.profile.account_id)
    recent = {each.id for each in made.account.planned if now - HOUR < each.posted_at <= now}
    assert published - recent <= set(known) <= published
    rows = [(row["post_id"], row["sync_id"]) for row in made.rows()]
    assert len(rows) == len(set(rows))
    assert not any(row["is_missing"] for row in made.rows())
