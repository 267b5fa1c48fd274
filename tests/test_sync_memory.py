"""What is remembered of an account survives a restart, a damaged file and any name."""

import json
from datetime import datetime, timedelta

import pytest

from assets.sync.memory import SLACK, StreamMemory, path, remembered

MOMENT = datetime(2026, 10, 20, 9, 0, 1)


def test_everything_comes_back(home):
    memory = remembered(home, "acme", "pond", "17")
    memory.stream("posts").last_ok = MOMENT
    memory.stream("posts").coverage.add(MOMENT - timedelta(days=3), MOMENT)
    memory.stream("audience")
    memory.dead_metrics["reach"] = "2026-10-01: gone"
    memory.resets["posts"] = MOMENT
    memory.notes["stopped"] = {"sync_id": "s1"}
    memory.save()
    again = remembered(home, "acme", "pond", "17")
    assert again.stream("posts").last_ok == MOMENT
    assert again.stream("posts").coverage.stretches == memory.stream("posts").coverage.stretches
    assert again.stream("audience").last_ok is None
    assert (again.dead_metrics, again.resets, again.notes) == (
        {"reach": "2026-10-01: gone"}, {"posts": MOMENT}, {"stopped": {"sync_id": "s1"}}
    )  # fmt: skip


def test_accounts_businesses_and_platforms_have_memories_of_their_own(home):
    files = {path(home, *who) for who in (("a", "x", "1"), ("b", "x", "1"), ("a", "y", "1"), ("a", "x", "2"))}
    assert len(files) == 4


def test_an_account_may_be_called_anything(home):
    file = path(home, "acme", "linkedin", "urn:li:organization:5/../../x")
    assert file.parent == home.sync / "acme"


@pytest.mark.parametrize(
    "damage", ["", "{", "[]", "{}", "null", json.dumps({"streams": {"posts": {}}, "dead_metrics": {}})]
)
def test_a_damaged_file_is_as_none_and_is_written_anew(home, damage):
    file = path(home, "acme", "pond", "17")
    file.parent.mkdir(parents=True)
    file.write_text(damage)
    memory = remembered(home, "acme", "pond", "17")
    assert (memory.streams, memory.notes) == ({}, {})
    memory.notes["seen"] = 1
    memory.save()
    assert remembered(home, "acme", "pond", "17").notes == {"seen": 1}


@pytest.mark.parametrize(
    ("every", "passed", "is_due"),
    [
        (timedelta(hours=1), timedelta(hours=1), True),
        (timedelta(hours=1), timedelta(hours=1) - SLACK, True),
        (timedelta(hours=1), timedelta(minutes=54), False),
        # Of a short time the slack is only a part.
        (timedelta(minutes=10), timedelta(minutes=9), True),
        (timedelta(minutes=10), timedelta(minutes=8, seconds=59), False),
    ],
)
def test_a_stream_is_due_after_its_time_give_or_take_a_little(every, passed, is_due):
    assert StreamMemory(MOMENT).is_due(every, MOMENT + passed) is is_due


def test_a_stream_that_never_went_well_is_due():
    assert StreamMemory().is_due(timedelta(days=365), MOMENT)
