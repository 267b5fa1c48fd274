"""No call is made that will be refused: budgets by endpoint, resets, paces, and tasks side by side."""

import asyncio
from collections import deque
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.calling.answers import Allowance
from assets.calling.failures import QuotaUsedUp
from assets.calling.throttle import Throttle
from tests.pond import MORNING
from tests.virtual_time import virtually

LONGEST = timedelta(minutes=16)


def test_what_is_left_is_counted_down_and_then_waited_for():
    async def work(now):
        throttle = Throttle(now, LONGEST, {}, {})
        await throttle.told("posts", Allowance(2, MORNING + timedelta(minutes=10)))
        moments = []
        for _ in range(3):
            await throttle.ready("posts")
            moments.append(now() - MORNING)
        return moments

    moments, _ = virtually(MORNING, work)
    assert moments[1] < timedelta(seconds=1)
    assert timedelta(minutes=10) <= moments[2] <= timedelta(minutes=10, seconds=1.1)


def test_of_several_answers_of_one_window_the_smallest_number_counts():
    async def work(now):
        throttle = Throttle(now, LONGEST, {}, {})
        reset = MORNING + timedelta(minutes=10)
        # Two answers to calls made side by side, the later one first; clocks are told in whole seconds.
        await throttle.told("posts", Allowance(0, reset))
        await throttle.told("posts", Allowance(1, reset + timedelta(seconds=1)))
        await throttle.ready("posts")
        return now() - MORNING

    assert virtually(MORNING, work)[0] >= timedelta(minutes=10)


def test_a_new_window_counts_anew():
    async def work(now):
        throttle = Throttle(now, LONGEST, {}, {})
        await throttle.told("posts", Allowance(0, MORNING + timedelta(minutes=10)))
        await throttle.told("posts", Allowance(75, MORNING + timedelta(minutes=25)))
        await throttle.ready("posts")
        return now() - MORNING

    assert virtually(MORNING, work)[0] < timedelta(seconds=1)


def test_tasks_side_by_side_all_wait_and_none_of_them_forgets_what_another_learnt():
    async def work(now):
        throttle = Throttle(now, LONGEST, {}, {"posts": MORNING + timedelta(minutes=5)})
        begun = []

        async def one():
            await throttle.ready("posts")
            begun.append(now() - MORNING)
            await throttle.told("posts", Allowance(0, MORNING + timedelta(minutes=15)))

        await asyncio.gather(one(), one(), one())
        return sorted(begun)

    begun, _ = virtually(MORNING, work)
    assert timedelta(minutes=5) <= begun[0] <= timedelta(minutes=5, seconds=1.1)
    # The first to call learnt that there is nothing left: the others wait for the next window.
    assert all(moment >= timedelta(minutes=15) for moment in begun[1:])


def test_endpoints_have_budgets_of_their_own():
    async def work(now):
        throttle = Throttle(now, LONGEST, {}, {"posts": MORNING + timedelta(minutes=5)})
        await throttle.ready("audience")
        return now() - MORNING

    assert virtually(MORNING, work)[0] < timedelta(seconds=1)


def test_a_reset_that_is_too_far_away_is_told_and_kept():
    until = MORNING + timedelta(hours=3)

    async def work(now):
        throttle = Throttle(now, LONGEST, {}, {"posts": until})
        with pytest.raises(QuotaUsedUp, match="2026-10-20 12:00 UTC") as raised:
            await throttle.ready("posts")
        assert raised.value.until == until
        return throttle.resets, now() - MORNING

    (resets, waited), _ = virtually(MORNING, work)
    assert resets == {"posts": until}
    assert waited < timedelta(seconds=1)


def test_resets_that_have_passed_are_forgotten():
    async def work(now):
        throttle = Throttle(now, LONGEST, {}, {"posts": MORNING - timedelta(seconds=1)})
        await throttle.ready("posts")
        return throttle.resets, now() - MORNING

    (resets, waited), _ = virtually(MORNING, work)
    assert (resets, waited < timedelta(seconds=1)) == ({}, True)


def test_a_clock_that_stands_still_does_not_stop_the_wait_for_ever():
    async def work(_now):
        throttle = Throttle(lambda: MORNING, LONGEST, {}, {"posts": MORNING + timedelta(minutes=5)})
        await throttle.ready("posts")

    _, took = virtually(MORNING, work)
    assert timedelta(minutes=5) <= took <= timedelta(minutes=5, seconds=1.1)


def test_a_pause_longer_than_we_wait_loses_no_answer():
    async def work(now):
        throttle = Throttle(now, LONGEST, {}, {})
        await throttle.told("posts", Allowance(pause=7200))
        with pytest.raises(QuotaUsedUp, match="all calls"):
            await throttle.ready("days")

    virtually(MORNING, work)


@settings(max_examples=40, deadline=None)
@given(allowed=st.integers(1, 40), seconds=st.sampled_from([1.0, 60.0, 900.0]), wanted=st.integers(1, 120))
def test_a_pace_never_lets_more_through_in_any_stretch(allowed, seconds, wanted):
    async def work(now):
        throttle = Throttle(now, timedelta(days=1), {"*": (allowed, seconds)}, {})
        moments = []
        for _ in range(wanted):
            await throttle.ready("posts")
            moments.append(now())
        return moments

    moments, took = virtually(MORNING, work)
    inside = deque()
    for moment in moments:
        inside.append(moment)
        while inside[0] <= moment - timedelta(seconds=seconds * 0.999):
            inside.popleft()
        assert len(inside) <= allowed
    # And it does not dawdle: twice the time that the limit itself asks for, at most.
    assert took <= timedelta(seconds=2.3 * seconds * wanted / allowed + 1)


def test_a_pace_that_is_too_slow_is_told_as_a_used_up_quota():
    async def work(now):
        throttle = Throttle(now, LONGEST, {"*": (1, 86_400.0)}, {})
        await throttle.ready("posts")
        with pytest.raises(QuotaUsedUp, match="our pace"):
            await throttle.ready("posts")
        return now() - MORNING

    assert virtually(MORNING, work)[0] <= LONGEST + timedelta(seconds=1)
