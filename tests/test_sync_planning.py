"""The plan of a back-fill against figures worked out by hand, from a contract written for it."""

from datetime import date, datetime, timedelta

import pytest
import yaml

from assets.sync import ledger
from assets.sync.backfill import backfill
from assets.sync.contract import Contract
from assets.sync.durations import minutes
from assets.sync.ledger import Attempt
from assets.sync.planning import PlatformPlan, Things, plan, things
from assets.sync.records import PostObservation, schema
from tests.pond import DAYS, MORNING, POSTS, Shore, contracts
from warehouse import landing

__all__ = ["contracts"]
TODAY = date(2026, 11, 20)
RULES = Contract.model_validate(
    yaml.safe_load("""
platform: pond
base_url: http://pond.test
api_version: v2
versions: {}
read_on: 2026-11-20
windows: {posts: [10, 900]}
paces: {account_days: [2, 60]}
streams:
  posts:
    {every: 1h, page: 100, details: 2, batch: 50, history_days: 730, history_things: 3200,
     usd_per_thing: 0.005}
  account_days:
    {every: 24h, window_days: 30, calls: 2, history_days: 90, closed_after_days: 1, note: UTC days.}
  audience: {every: 24h, calls: 3, usd_per_thing: 0.01}
""")
)


def planned(stream, since=date(2026, 9, 1), of=None):
    of = of or Things(2.5, "measured")
    (made,) = plan(RULES, "acme", "17", [stream], since, TODAY, of)
    return made


def test_posts_by_hand():
    # 1 September to 20 November are 81 days: 81 x 2.5 = 202.5, so 203 posts.
    # Listing: 3 pages of 100. Details: 2 calls for each of 5 batches of 50. 13 calls; 203 x $0.005 = $1.015.
    made = planned("posts")
    assert (made.first, made.last, made.things) == (date(2026, 9, 1), TODAY, 203)
    assert (made.pages, made.calls, made.microusd, made.lost) == (3, 13, 1_015_000, "")
    # 10 calls in 15 minutes: the second window begins after 15 minutes.
    assert made.minutes == 15.0
    assert made.assumption == "measured"


def test_days_by_hand():
    # The last closed day is 18 November (today minus 1 and 1 more); 1 September to then are 79 days:
    # 3 windows of 30 days, 2 calls each. 6 calls at 2 a minute: the last two after 2 minutes.
    made = planned("account_days")
    assert (made.first, made.last) == (date(2026, 9, 1), date(2026, 11, 18))
    assert (made.things, made.pages, made.calls, made.microusd, made.minutes) == (None, 3, 6, 0, 2.0)
    assert (made.assumption, made.note, made.lost) == ("", "UTC days.", "")


def test_a_snapshot_by_hand():
    made = planned("audience")
    assert (made.first, made.last, made.things, made.calls, made.microusd) == (TODAY, TODAY, None, 3, 10_000)
    assert "known from the first sync on" in made.lost


def test_what_a_platform_does_not_give_any_more_is_told_and_not_counted():
    made = planned("account_days", since=date(2026, 1, 1))
    # 90 days before 20 November is 22 August; until 18 November these are 89 days: 3 windows.
    assert (made.first, made.pages, made.calls) == (date(2026, 8, 22), 3, 6)
    assert made.lost == "2026-01-01 to 2026-08-21: given for 90 days only"


def test_a_limit_of_things_is_told_and_counted():
    made = planned("posts", since=date(2020, 1, 1), of=Things(10, "measured"))
    # 730 days back is 20 November 2024: 731 days of 10 posts, of which 3,200 are given: 32 pages, 64 batches.
    assert made.things == 3200
    assert (made.pages, made.calls, made.microusd) == (32, 32 + 128, 16_000_000)
    assert made.lost == "2020-01-01 to 2024-11-19: given for 730 days only; only the newest 3,200 are given"
    # 160 calls in windows of 10: 15 waits of 15 minutes.
    assert made.minutes == 225.0


def test_an_account_without_posts_still_takes_a_page():
    made = planned("posts", of=Things(0, "assumed", 0))
    assert (made.things, made.pages, made.calls, made.microusd) == (0, 1, 1, 0)


def test_from_tomorrow_on_there_are_no_days_to_read():
    made = planned("account_days", since=date(2026, 12, 1))
    assert (made.pages, made.calls, made.minutes) == (0, 0, 0.0)


def test_streams_of_one_account_share_a_limit_that_is_for_all():
    rules = RULES.model_copy(update={"windows": {"*": (100, 86_400.0)}, "paces": {}})
    # 60 and 60 calls: each alone fits into a day, together they need a second one.
    assert minutes(rules, {"posts": 60}) == 0.5
    assert minutes(rules, {"posts": 60, "audience": 60}) == 1440.0


def test_without_a_limit_calls_take_half_a_second():
    rules = RULES.model_copy(update={"windows": {}, "paces": {}})
    assert minutes(rules, {"posts": 120}) == 1.0


ELEVEN = [MORNING - timedelta(days=number) for number in range(11)]


@pytest.mark.parametrize(
    ("posted", "assumed", "days", "number", "words"),
    [
        (ELEVEN, None, 30, 33, "1.10 posts a day, measured: 11 in 10 days"),
        ([], None, 30, 30, "1 post a day, assumed"),
        ([MORNING], 500, 30, 500, "500 posts for each account, as assumed"),
        ([MORNING + timedelta(days=1)], None, 30, 30, "1 post a day, assumed"),
        # An account that began an hour ago: at most as many a day as there are.
        ([MORNING - timedelta(hours=1)] * 4, None, 2, 8, "4.00 posts a day, measured: 4 in 1 days"),
    ],
)  # fmt: skip
def test_how_many_posts_to_reckon_with(posted, assumed, days, number, words):
    of = things(posted, MORNING, assumed)
    assert of.within(days) == number
    assert of.source.startswith(words)


def test_a_platform_is_the_sum_of_its_accounts_and_knows_its_budget():
    one = planned("posts")
    whole = PlatformPlan("pond", (one, one), 15.0, 2_000_000)
    assert (whole.calls, whole.microusd, whole.is_over_budget) == (26, 2_030_000, True)
    assert not PlatformPlan("pond", (one, one), 15.0).is_over_budget


@pytest.mark.usefixtures("contracts")
def test_the_plan_of_what_is_configured_takes_what_raw_and_the_ledger_know(home, monkeypatch):
    shore = Shore(home, monkeypatch, accounts=2, extra="budgets: {pond: {usd_per_month: 1}}\n")
    rows = [
        {**PostObservation(post_id=str(number), posted_at=MORNING - timedelta(days=number)).model_dump(),
         "business_id": "acme", "account_id": "17", "observed_at": MORNING, "landed_at": MORNING}
        for number in range(11)
    ]  # fmt: skip
    landing.land_rows(home, "pond", "posts", "a", schema(PostObservation), rows, MORNING)
    spent = Attempt(
        business_id="acme", source="pond", account_id="17", stream="posts", status="ok", api_version="v2",
        sync_id="s", started_at=datetime(2026, 10, 2), cost_microusd=400_000,
    )  # fmt: skip
    ledger.land(home, "a", [spent], datetime(2026, 10, 2))
    streams = {"pond": [POSTS, DAYS], "lake": [POSTS]}
    (made,) = backfill(home, shore.configuration, streams, date(2026, 9, 21), MORNING)
    # Since 21 September 30 days: 33 posts of the account that is known, 30 assumed of the other.
    assert [(each.account_id, each.stream, each.things) for each in made.streams] == [
        ("17", "posts", 33), ("17", "account_days", None), ("18", "posts", 30), ("18", "account_days", None)
    ]  # fmt: skip
    assert made.budget == 600_000
    assert made.microusd == (33 + 30) * 5_000
    (assumed,) = backfill(home, shore.configuration, streams, date(2026, 9, 21), MORNING, ["acme"], posts=300)
    assert [each.things for each in assumed.streams if each.stream == "posts"] == [300, 300]
    assert assumed.is_over_budget
    assert backfill(home, shore.configuration, streams, date(2026, 9, 21), MORNING, ["other"]) == []
