"""Every fault of Instagram alone: nothing is lost or doubled, it is told, and the next sync makes it good."""

from datetime import timedelta
from typing import Any

import pytest

from tests.instagram_twin import NOW, STREAMS, Reader, instagram_world
from twin.fakes.faults import NAMES
from warehouse.home import Home

DAY = timedelta(days=1)
DETAILS: dict[str, dict[str, Any]] = {
    "slow": {"seconds": 45.0},
    "clock_skew": {"seconds": 600.0},
    "retired_metric": {"metric": "saved"},
}
KINDS = {
    "expired_token": "token",
    "rate_limited": "quota",
    "retired_version": "version",
    "server_errors": "network",
    "slow": "network",
    "truncated_body": "network",
    "missing_permission": "permission",
    "empty_ok": "empty",
}


def all_rows(reader: Reader) -> dict[str, set[tuple[Any, ...]]]:
    """What is known after all, whenever it was observed."""
    return {
        "posts": set(reader.rows("posts", "post_id", "not is_missing and content_type <> 'story'")),
        "days": set(reader.rows("account_days", "day, day_boundary")),
        "demographics": set(reader.rows("demographics", "dimension, value")),
        "comments": set(reader.rows("comments", "comment_id, subject_key, post_id")),
    }


@pytest.mark.parametrize("fault", NAMES)
def test_a_fault_is_told_and_the_next_sync_makes_it_good(
    home: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Any, fault: str
) -> None:
    reader = Reader(home, monkeypatch, instagram_world())
    reader.fake.faults.switch_on(fault, **DETAILS.get(fault, {}))
    during = reader.sync()
    if fault in KINDS:
        told = {attempt.failure for attempt in during.values() if attempt.reason}
        assert told == {KINDS[fault]}, [attempt.reason for attempt in during.values()]
    reader.fake.faults.switch_off()
    after = reader.sync(NOW + DAY)
    assert {attempt.status for attempt in after.values()} == {"ok"}, [one.reason for one in after.values()]
    assert_as_without(reader, Home(tmp_path / "calm"), monkeypatch)
    for stream in [each.name for each in STREAMS]:
        rows = reader.rows(stream, "* exclude (landed_at)")
        assert len(set(map(str, rows))) == len(rows), stream


def assert_as_without(reader: Reader, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is known after the second sync is what is known where nothing went wrong."""
    home.create()
    calm = Reader(home, monkeypatch, instagram_world())
    calm.sync()
    calm.sync(NOW + DAY)
    found, expected = all_rows(reader), all_rows(calm)
    gone = {(post.id,) for post in calm.posts(NOW)} - {(post.id,) for post in calm.posts(NOW + DAY)}
    assert found["posts"] | gone == expected["posts"] | gone
    for stream in ("days", "demographics"):
        assert found[stream] == expected[stream], stream
    # Of a post that is deleted before it was read, the comments cannot be had any more.
    here, there = ({row[0] for row in each["comments"] if row[2:] not in gone} for each in (found, expected))
    assert here == there


def test_a_fault_of_one_account_is_none_of_the_others(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = Reader(home, monkeypatch, instagram_world(accounts=3))
    reader.fake.faults.switch_on("expired_token", reader.account_id)
    _, _, made = reader.synced()
    failed = {attempt.account_id for attempt in made if attempt.status != "ok"}
    assert failed == {reader.account_id}
    assert {attempt.stream for attempt in made if attempt.status == "ok"} == {each.name for each in STREAMS}


def test_a_repeated_cursor_ends_the_walk_and_keeps_what_came_before(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = Reader(home, monkeypatch, instagram_world())
    monkeypatch.setattr("twin.fakes.instagram.MOST_MEDIA", 10)
    reader.fake.faults.switch_on("repeated_cursor")
    attempt = reader.sync()["posts"]
    assert (attempt.status, attempt.failure) == ("partial", "paging")
    assert attempt.rows >= 8
    reader.fake.faults.switch_off()
    assert reader.sync(NOW + DAY)["posts"].status == "ok"
    posts = {name for (name,) in reader.rows("posts", "post_id")}
    assert {post.id for post in reader.posts(NOW + DAY)} <= posts


def test_a_permission_that_is_missing_is_told_from_too_few_viewers(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = Reader(home, monkeypatch, instagram_world())
    reader.fake.faults.switch_on("missing_permission")
    made = reader.sync()
    assert made["audience"].status == "ok"
    for stream in ("posts", "account_days", "demographics"):
        assert (made[stream].status, made[stream].failure, made[stream].rows) == ("failed", "permission", 0)
        assert "does not have permission" in made[stream].reason


def test_a_server_that_fails_a_few_times_is_waited_for(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = Reader(home, monkeypatch, instagram_world())
    reader.fake.faults.switch_on("server_errors", times=2)
    reader.fake.faults.switch_on("rate_limited", times=1, minutes=2)
    made, took, _ = reader.synced()
    assert {attempt.status for attempt in made.values()} == {"ok"}
    assert took >= timedelta(minutes=2)


def test_no_token_is_in_the_home(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = Reader(home, monkeypatch, instagram_world())
    for fault in ("expired_token", "server_errors", "repeated_cursor"):
        reader.fake.faults.switch_on(fault)
        reader.sync()
        reader.fake.faults.switch_off()
    reader.sync(NOW + DAY)
    secret = b"twin-instagram-"
    assert [file for file in home.root.rglob("*") if file.is_file() and secret in file.read_bytes()] == []
