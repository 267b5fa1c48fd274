"""One retired metric never costs the others; dead ones are found in few calls, asked again in a month."""

import asyncio
from datetime import date, timedelta
from math import ceil, log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.calling.failures import MetricRefused, Unreachable
from assets.calling.metrics import alive, asked, died_on

TODAY = date(2026, 10, 20)


class Platform:
    """Refuses a call that holds a retired metric; counts the calls."""

    def __init__(self, retired, names_them=False):
        self.retired, self.names_them, self.calls = set(retired), names_them, []

    async def ask(self, names):
        self.calls.append(list(names))
        bad = [name for name in names if name in self.retired]
        if bad:
            raise MetricRefused("(#100) not a valid insights metric", bad if self.names_them else ())
        return list(names)


def ask(platform, names, dead, today=TODAY):
    return [name for group in asyncio.run(asked(platform.ask, names, dead, today)) for name in group]


@given(
    names=st.lists(st.text("abcdefgh", min_size=1), unique=True, max_size=20),
    data=st.data(),
    names_them=st.booleans(),
)
def test_every_metric_is_either_answered_once_or_found_dead(names, data, names_them):
    retired = data.draw(st.sets(st.sampled_from(names))) if names else set()
    platform, dead = Platform(retired, names_them), {}
    answered = ask(platform, names, dead)
    assert sorted(answered) == sorted(set(names) - retired)
    assert set(dead) == retired
    # Nobody is asked for what is known: with what was learnt it takes one call.
    again = Platform(retired, names_them)
    assert ask(again, names, dead) == sorted(answered, key=names.index)
    assert len(again.calls) == (1 if answered else 0)


@given(number=st.integers(1, 64), place=st.integers(0, 63))
def test_one_dead_metric_takes_few_calls(number, place):
    names = [f"m{each}" for each in range(number)]
    platform = Platform([names[place % number]])
    ask(platform, names, {})
    assert len(platform.calls) <= 1 + 2 * ceil(log2(number)) if number > 1 else len(platform.calls) == 1


def test_a_half_that_must_be_bad_is_not_asked_whole():
    platform = Platform(["d"])
    ask(platform, ["a", "b", "c", "d"], {})
    assert platform.calls == [["a", "b", "c", "d"], ["a", "b"], ["c"], ["d"]]


def test_a_platform_that_names_the_metric_is_asked_twice():
    platform = Platform(["b", "d"], names_them=True)
    ask(platform, ["a", "b", "c", "d"], {})
    assert platform.calls == [["a", "b", "c", "d"], ["a", "c"]]


def test_a_death_is_remembered_with_its_day():
    dead = {}
    ask(Platform(["b"]), ["a", "b"], dead)
    assert dead == {"b": "2026-10-20: (#100) not a valid insights metric"}
    assert died_on(dead["b"]) == TODAY


@pytest.mark.parametrize(("days", "is_asked"), [(29, False), (30, True), (300, True)])
def test_a_dead_metric_is_asked_again_after_thirty_days(days, is_asked):
    dead = {"b": f"{TODAY - timedelta(days=days)}: gone", "other": "2020-01-01: of another client"}
    assert alive(["a", "b"], dead, TODAY) == (["a", "b"] if is_asked else ["a"])
    assert "other" in dead


def test_one_that_is_back_is_taken_off_the_list_and_one_that_is_not_gets_a_new_day():
    dead = dict.fromkeys(["b", "c"], "2026-01-01: gone")
    assert ask(Platform(["c"]), ["a", "b", "c"], dead) == ["a", "b"]
    assert dead == {"c": "2026-10-20: (#100) not a valid insights metric"}


def test_an_entry_without_a_day_is_old():
    assert died_on("(#100) gone") == date.min


def test_what_was_found_dead_before_the_network_failed_is_kept():
    platform, dead = Platform(["a"]), {}
    whole = platform.ask

    async def failing(names):
        if names == ["b"]:
            raise Unreachable("no answer")
        return await whole(names)

    platform.ask = failing
    with pytest.raises(Unreachable):
        ask(platform, ["a", "b"], dead)
    assert set(dead) == {"a"}
