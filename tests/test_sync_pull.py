"""One pull: which stretches and days are read, what is lost, what a taken item becomes, and what is left."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.calling.failures import Gone, OutOfBudget, PermissionMissing
from assets.calling.spending import Spending
from assets.sync.connection import Connection
from assets.sync.contract import contract
from assets.sync.landing import Landing
from assets.sync.memory import Memory
from assets.sync.pull import Page, Pull, name_of
from assets.sync.records import AccountDay, PostObservation, schema
from assets.sync.refused import Refusals
from tests.pond import MORNING, Pond, Shore, calls, contracts
from warehouse.pseudonyms import InstallKey

__all__ = ["contracts"]
pytestmark = pytest.mark.usefixtures("contracts")
TODAY = MORNING.date()
DAY = timedelta(days=1)


@pytest.fixture
def connect(home, monkeypatch):
    shore = Shore(home, monkeypatch)
    (business,) = shore.configuration.businesses

    def connected(now=MORNING, **given) -> Connection:
        caller = calls(home, Pond(), lambda: now)
        memory = given.pop("memory", None) or Memory(home.sync / "acme" / "pond-17.json")
        return Connection(
            home, InstallKey.load(home), business, business.accounts[0], contract("pond"), "v2", caller,
            memory, lambda: now, "s1", **given,
        )  # fmt: skip

    return connected


def pull(connection, stream="account_days", record=AccountDay) -> Pull:
    name = name_of(connection, stream)
    landing = Landing(connection.home, "pond", stream, name, schema(record), connection.now())
    return Pull(connection, stream, record, landing, Refusals(connection, stream, name, connection.now()))


@pytest.fixture
def posts(connect):
    """A pull of posts whose files are closed at the end."""
    one = pull(connect(), "posts", PostObservation)
    with one.landing, one.refusals:
        yield one


def test_a_first_run_reads_all_that_is_wanted_and_given(connect):
    assert pull(connect(days_back=10)).stretches() == [(MORNING - 10 * DAY, MORNING)]
    assert pull(connect(days_back=100)).day_windows(TODAY)[0][0] == TODAY - 30 * DAY
    assert pull(connect(first_days_back=5)).day_windows(TODAY)[0][0] == TODAY - 5 * DAY


def test_later_runs_read_gaps_newest_first_and_always_the_last_two_days(connect):
    one = pull(connect(days_back=20))
    one.memory.coverage.add(MORNING - 20 * DAY, MORNING - 15 * DAY)
    one.memory.coverage.add(MORNING - 10 * DAY, MORNING)
    assert one.stretches() == [
        (MORNING - 2 * DAY, MORNING),
        (MORNING - 15 * DAY, MORNING - 10 * DAY),
    ]


def test_days_come_in_windows_oldest_first_until_the_last_closed_day(connect):
    windows = pull(connect()).day_windows(TODAY)
    assert windows[0] == (date(2026, 9, 20), date(2026, 9, 26))
    assert windows[-1] == (date(2026, 10, 18), date(2026, 10, 19))
    assert all(last - first < 7 * DAY for first, last in windows)


def days(windows) -> list[date]:
    return [first + number * DAY for first, last in windows for number in range((last - first).days + 1)]


@settings(max_examples=60, deadline=None)
@given(runs=st.lists(st.integers(1, 45), min_size=1, max_size=6), misses=st.sets(st.integers(0, 5)))
def test_whatever_days_runs_come_on_every_day_that_is_given_is_read(runs, misses):
    """Against a set of days: a run that fails reads nothing, later ones read all that is still given."""
    read, today, memory = set(), TODAY, Memory(None)
    connection = type(
        "C", (), {"memory": memory, "days": None, "platform": "pond", "contract": contract("pond")}
    )()
    for number, passed in enumerate(runs):
        today += passed * DAY
        moment = datetime.combine(today, datetime.min.time()) + timedelta(hours=9)
        connection.now, connection.wanted_from = lambda m=moment: m, lambda _stream, m=moment: m - 30 * DAY
        one = Pull(connection, "account_days", AccountDay, None, None)
        windows = one.day_windows(today)
        if number in misses:
            continue
        asked = days(windows)
        given = {today - each * DAY for each in range(1, 31)}
        assert asked == sorted(set(asked)) and set(asked) <= given
        # All that is given and was not read before, and the look-back of three days once more.
        assert set(asked) == (given - read) | {today - each * DAY for each in (1, 2, 3)}
        # Lost are the days between the newest that was read and the first that is still given.
        assert bool(one.lost) == bool(read and max(read) + DAY < min(given))
        for window in windows:
            one.read_days(*window)
        read |= set(asked)


def test_days_that_a_person_asked_for_are_read_whatever_is_known_as_far_as_they_are_given(connect):
    one = pull(connect(days=(TODAY - 60 * DAY, TODAY - 25 * DAY)))
    one.memory.coverage.add(MORNING - 60 * DAY, MORNING)
    assert days(one.day_windows(TODAY)) == [TODAY - number * DAY for number in range(30, 24, -1)]


def test_days_that_nobody_gives_any_more_are_told_as_lost(connect):
    one = pull(connect())
    one.memory.coverage.add(datetime(2026, 8, 1), datetime(2026, 9, 1))
    one.day_windows(TODAY)
    assert one.lost == ["days 2026-09-01 to 2026-09-19: pond gives none before 2026-09-20"]


def test_days_that_are_only_not_asked_for_are_not_lost(connect):
    one = pull(connect(days_back=5))
    one.memory.coverage.add(datetime(2026, 9, 1), datetime(2026, 10, 1))
    assert one.day_windows(TODAY)[0][0] == TODAY - 5 * DAY
    assert one.lost == []


def test_a_refused_item_is_told_by_field_and_the_next_one_is_taken(posts):
    one = posts
    page = Page("posts", 0, MORNING)
    assert one.take(lambda item: PostObservation(post_id=item["id"]), {"id": "1"}, page).post_id == "1"
    assert one.take(lambda item: PostObservation(post_id=item["id"]), {}, page) is None
    assert one.take(lambda item: PostObservation(post_id="1", likes=item), 1.5, page) is None
    assert one.take(lambda item: PostObservation(post_id="1", watch_seconds=item), float("nan"), page) is None
    assert (one.rows, len(one.refusals)) == (1, 3)
    assert one.refusals.first == "id: missing"


def test_ids_keep_every_digit_and_floats_are_no_ids(posts):
    page = Page("posts", 0, MORNING)

    def taken(identifier):
        return posts.take(lambda item: PostObservation(post_id=item), identifier, page)

    assert taken(9007199254740993).post_id == "9007199254740993"
    assert taken(9007199254740993.0) is None and taken("") is None and taken(True) is None


def test_what_is_left_tells_what_and_why(connect):
    one = pull(connect())
    one.leave("post 5", Gone("not there"))
    one.leave("post 6", PermissionMissing("not for us"))
    assert one.left == ["post 5: not there", "post 6: not for us"]
    assert one.left_kind == "permission"


def test_the_newest_moment_is_kept(connect):
    one = pull(connect())
    for moment in (None, MORNING, MORNING - DAY, None):
        one.saw(moment)
    assert one.newest == MORNING


def test_a_grant_of_money_holds_against_others_until_it_is_used_or_given_back():
    spending = Spending("pond", "2026-10", allowed=100, spent_before=10)
    spending.check(60, "one")
    with pytest.raises(OutOfBudget, match=r"budgets\.pond\.usd_per_month"):
        spending.check(60, "other")
    spending.pay(20, "one")
    spending.check(60, "other")
    # Who asks again gives back what was granted before.
    spending.check(10, "one")
    spending.check(10, "one")
    spending.release("other")
    spending.check(60, "one")


def test_without_a_budget_everything_is_granted():
    spending = Spending("pond", "2026-10")
    spending.check(10**12)
    spending.pay(10**12)
    assert spending.spent == 10**12


def test_names_of_two_pulls_at_the_same_moment_differ(connect):
    connection = connect()
    assert name_of(connection, "posts") != name_of(connection, "posts")
