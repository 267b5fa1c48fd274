"""Locks between processes."""

import multiprocessing
import os
import signal

import pytest

from warehouse.locks import Busy, exclusive, hold, release


def _hold(path, held):
    with exclusive(path):
        held.set()
        signal.pause()


def test_a_second_process_is_told_that_the_first_is_busy_and_gets_in_when_it_is_killed(tmp_path):
    path = tmp_path / "a.lock"
    spawn = multiprocessing.get_context("spawn")
    held = spawn.Event()
    holder = spawn.Process(target=_hold, args=(path, held))
    holder.start()
    assert held.wait(30)
    with pytest.raises(Busy, match=r"a\.lock"), exclusive(path, wait_seconds=0):
        pass
    os.kill(holder.pid, signal.SIGKILL)
    holder.join()
    with exclusive(path, wait_seconds=5):
        pass


def test_a_failure_in_the_body_lets_go(tmp_path):
    with pytest.raises(ValueError, match="x"), exclusive(tmp_path / "a.lock"):
        raise ValueError("x")
    with exclusive(tmp_path / "a.lock", wait_seconds=0):
        pass


def test_what_is_held_for_an_owner_is_held_over_calls_and_taken_over_by_the_next_in_this_process(tmp_path):
    path = tmp_path / "a.lock"
    hold(path, "first")
    hold(path, "first")
    with pytest.raises(Busy), exclusive(path, wait_seconds=0):
        pass
    hold(path, "second")
    release(path, "first")
    with pytest.raises(Busy), exclusive(path, wait_seconds=0):
        pass
    release(path, "second")
    with exclusive(path, wait_seconds=0):
        pass
