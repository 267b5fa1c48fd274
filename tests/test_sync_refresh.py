"""Which posts are read again: by the rule of their age, missed ones every day, gone ones never."""

from datetime import datetime, timedelta

import pytest

from assets.sync.contract import Refresh
from assets.sync.known import KnownPost
from assets.sync.refresh import due

NOW = datetime(2026, 10, 20, 9)
RULES = [
    Refresh(younger_than="2d", every="1h"),
    Refresh(younger_than="30d", every="24h"),
    Refresh(younger_than="90d", every="7d"),
]


def post(age, seen_ago, misses=0, missed_days=0, name="1", posted=True) -> KnownPost:
    at, seen = NOW - age, NOW - seen_ago
    return KnownPost(name, None, at if posted else None, seen, seen, misses, missed_days, None)


@pytest.mark.parametrize(
    ("age", "seen_ago", "is_due"),
    [
        (timedelta(hours=5), timedelta(hours=1), True),
        (timedelta(hours=5), timedelta(minutes=56), True),
        (timedelta(hours=5), timedelta(minutes=54), False),
        (timedelta(days=2), timedelta(hours=1), False),
        (timedelta(days=2), timedelta(hours=24), True),
        (timedelta(days=40), timedelta(days=6), False),
        (timedelta(days=40), timedelta(days=7), True),
        (timedelta(days=90), timedelta(days=70), False),
        (timedelta(days=400), timedelta(days=300), False),
    ],
)
def test_a_post_is_due_by_the_rule_of_its_age(age, seen_ago, is_due):
    assert bool(due([post(age, seen_ago)], RULES, NOW)) is is_due


def test_a_post_whose_age_nobody_knows_counts_as_young():
    assert due([post(timedelta(days=400), timedelta(hours=2), posted=False)], RULES, NOW)


@pytest.mark.parametrize("age", [timedelta(days=40), timedelta(days=400)])
def test_a_post_that_was_missed_is_looked_for_every_day_however_old_it_is(age):
    assert due([post(age, timedelta(days=1), misses=1, missed_days=1)], RULES, NOW)
    assert not due([post(age, timedelta(hours=20), misses=1, missed_days=1)], RULES, NOW)


def test_a_young_post_that_was_missed_is_looked_for_as_often_as_others():
    assert due([post(timedelta(hours=5), timedelta(hours=1), misses=1, missed_days=1)], RULES, NOW)


def test_a_post_that_is_gone_is_never_asked_for_again():
    assert not due([post(timedelta(hours=5), timedelta(days=1), misses=3, missed_days=2)], RULES, NOW)


def test_the_youngest_come_first_because_money_and_calls_may_run_out():
    posts = [post(timedelta(days=days), timedelta(days=9), name=str(days)) for days in (20, 1, 60, 5)]
    assert [each.post_id for each in due(posts, RULES, NOW)] == ["1", "5", "20", "60"]


def test_without_rules_nothing_is_read_again():
    assert due([post(timedelta(hours=5), timedelta(days=1))], [], NOW) == []
