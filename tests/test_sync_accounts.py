"""A sync of accounts: what fails, fails alone and is told; what landed is remembered, costs are counted."""

import asyncio
import errno
import json
import logging
from datetime import datetime, timedelta

import httpx
import pyarrow.parquet as pq
import pytest

from assets.sync import ledger
from assets.sync.memory import remembered
from assets.sync.records import PostObservation
from assets.sync.stream import Stream
from tests.pond import DAYS, MORNING, POSTS, REFRESH, SECRET, TOKEN, Pond, Shore, contracts, manners
from tests.virtual_time import virtually
from warehouse import landing

__all__ = ["contracts"]
pytestmark = pytest.mark.usefixtures("contracts")


def rows(home, source, stream):
    files = landing.folder(home, source, stream).glob("observed_on=*/[!.]*.parquet")
    return [row for path in sorted(files) for row in pq.read_table(path).to_pylist()]


def sync(shore, pond, *streams, at=MORNING, **asked):
    return virtually(at, lambda now: shore.read(pond, now, *streams, **asked))[0]


@pytest.fixture
def shore(home, monkeypatch):
    return Shore(home, monkeypatch)


@pytest.fixture
def two(home, monkeypatch):
    return Shore(home, monkeypatch, accounts=2)


def test_a_sync_lands_every_item_with_how_it_was_observed(shore, home):
    (attempt,) = sync(shore, Pond(), sync_id="s1")
    landed = rows(home, "pond", "posts")
    assert [row["post_id"] for row in landed] == list("0123456")
    assert {
        (row["business_id"], row["account_id"], row["sync_id"], row["api_version"]) for row in landed
    } == {("acme", "17", "s1", "v2")}
    assert [(row["page"], row["position"]) for row in landed][2:5] == [(0, 3), (1, 4), (1, 5)]
    assert json.loads(landed[0]["payload"])["at"] == "2026-10-10T08:00:00"
    assert (attempt.status, attempt.rows, attempt.calls, attempt.refused) == ("ok", 7, 3, 0)
    assert attempt.newest_data == datetime(2026, 10, 16, 8)
    assert attempt.cost_microusd == 35_000
    assert attempt.api_version_ends_on.isoformat() == "2027-01-10"


def test_the_ledger_has_what_came_back(shore, home):
    made = sync(shore, Pond(), POSTS, DAYS)
    told = rows(home, "sync", "attempts")
    assert [(row["stream"], row["status"], row["rows"], row["calls"]) for row in told] == [
        ("account_days", "ok", 30, 5),
        ("posts", "ok", 7, 3),
    ]
    assert sorted(ledger.newest(home), key=lambda one: one.stream) == sorted(made, key=lambda one: one.stream)


def test_only_connected_accounts_of_the_named_businesses_are_read(shore):
    assert sync(shore, Pond(), businesses=frozenset({"acme"}))
    assert sync(shore, Pond(), businesses=frozenset({"other"})) == []


def test_a_stream_that_an_account_does_not_have_leaves_no_attempt(shore):
    never = Stream("pond", "posts", PostObservation, POSTS.read, manners, applies=lambda account: False)
    assert sync(shore, Pond(), never) == []


def test_only_due_streams_are_read_when_asked_for_them(shore):
    pond = Pond()
    sync(shore, pond)
    assert sync(shore, pond, at=MORNING + timedelta(minutes=30), only_due=True) == []
    # A tick comes a little early now and then; an hourly stream must not wait for the next one.
    (attempt,) = sync(shore, pond, at=MORNING + timedelta(minutes=56), only_due=True)
    assert attempt.status == "ok"
    assert attempt.due_at == attempt.started_at + timedelta(hours=1)


def test_a_stream_that_did_not_go_well_stays_due(shore):
    pond = Pond()
    pond.script = [httpx.Response(503)] * 4
    (attempt,) = sync(shore, pond)
    assert (attempt.status, attempt.failure, attempt.rows) == ("failed", "network", 0)
    (attempt,) = sync(shore, pond, at=MORNING + timedelta(minutes=1), only_due=True)
    assert attempt.status == "ok"


def test_what_was_read_before_a_failure_lands_and_the_attempt_is_partial(shore, home):
    pond = Pond()
    whole = pond.answer

    async def failing(request):
        return httpx.Response(503) if "cursor=3" in str(request.url) else await whole(request)

    pond.transport = httpx.MockTransport(failing)
    (attempt,) = sync(shore, pond)
    assert (attempt.status, attempt.failure, attempt.rows, attempt.calls) == ("partial", "network", 3, 5)
    assert len(rows(home, "pond", "posts")) == 3
    assert remembered(home, "acme", "pond", "17").stream("posts").last_ok is None


def test_one_account_whose_token_is_refused_stops_alone(two, home):
    pond = Pond()
    whole = pond.answer
    first = []

    async def refusing(request):
        if not first:
            first.append(request)
        if request.url.path == "/token" or request is first[0]:
            return httpx.Response(401, json={"error": "revoked"})
        return await whole(request)

    pond.transport = httpx.MockTransport(refusing)
    made = sync(two, pond, POSTS, DAYS)
    assert sorted((one.stream, one.status) for one in made) == [
        ("account_days", "ok"), ("account_days", "skipped"), ("posts", "failed"), ("posts", "ok")
    ]  # fmt: skip
    refused, skipped = (one for one in made if one.status != "ok")
    assert refused.account_id == skipped.account_id
    assert (refused.failure, skipped.failure, skipped.calls) == ("token", "token", 0)
    assert skipped.reason == refused.reason
    assert refused.is_failure and skipped.is_failure


def test_another_sync_tries_the_stopped_account_again(shore):
    pond = Pond()
    pond.access = pond.refresh = "elsewhere"
    (attempt,) = sync(shore, pond)
    assert attempt.failure == "token"
    pond.access = TOKEN
    assert [one.status for one in sync(shore, pond, POSTS, DAYS)] == ["ok", "ok"]


def test_a_used_up_quota_is_partial_skips_the_rest_and_is_honoured_by_the_next_runs(shore):
    pond = Pond()
    pond.script = [httpx.Response(429, headers={"wait": "7200"})]
    posts, days = sync(shore, pond, POSTS, DAYS)
    assert (posts.status, posts.failure, posts.due_at) == (
        "partial", "quota", pytest.approx(MORNING + timedelta(hours=2), abs=timedelta(seconds=1))
    )  # fmt: skip
    assert (days.status, days.failure) == ("skipped", "quota")
    assert not posts.is_failure and not days.is_failure
    (again,) = sync(shore, pond, at=MORNING + timedelta(hours=1))
    assert (again.status, again.failure, again.calls) == ("partial", "quota", 0)
    assert pond.calls == ["/posts"]
    (later,) = sync(shore, pond, at=MORNING + timedelta(hours=2, minutes=1))
    assert later.status == "ok"


def test_a_reset_that_is_near_is_waited_for_without_a_call(shore):
    pond = Pond()
    pond.script = [httpx.Response(429, headers={"wait": "1200"})]
    sync(shore, pond)
    made, took = virtually(MORNING + timedelta(minutes=10), lambda now: shore.read(pond, now))
    assert made[0].status == "ok"
    assert timedelta(minutes=9, seconds=59) <= took <= timedelta(minutes=10, seconds=5)
    assert made[0].calls == 3


def test_a_missing_secret_is_told_by_its_name(shore, monkeypatch):
    monkeypatch.delenv("POND_ACCESS")
    (attempt,) = sync(shore, Pond())
    assert (attempt.status, attempt.failure, attempt.calls) == ("failed", "token", 0)
    assert "POND_ACCESS" in attempt.reason


@pytest.mark.parametrize("odd", ["tok\u00e9n-of-7", "two\nlines", " "])
def test_a_secret_that_no_header_can_carry_is_told_and_not_shown(shore, monkeypatch, odd):
    monkeypatch.setenv("POND_ACCESS", odd)
    (attempt,) = sync(shore, Pond())
    assert attempt.failure == "token" and "POND_ACCESS: expected letters" in attempt.reason
    assert odd.strip() == "" or odd not in attempt.reason


def test_blanks_around_a_secret_do_not_matter(shore, monkeypatch):
    monkeypatch.setenv("POND_ACCESS", f" {TOKEN}\n")
    assert sync(shore, Pond())[0].status == "ok"


def test_a_fault_of_ours_in_one_account_does_not_stop_the_others(two, home):
    async def faulty(pull):
        await POSTS.read(pull)
        if pull.connection.account_id == "17":
            raise ZeroDivisionError(f"with {TOKEN} in its text")

    made = sync(two, Pond(), Stream("pond", "posts", PostObservation, faulty, manners), DAYS)
    assert [(one.account_id, one.stream, one.status) for one in made] == [
        ("17", "posts", "failed"), ("17", "account_days", "ok"),
        ("18", "posts", "ok"), ("18", "account_days", "ok"),
    ]  # fmt: skip
    assert made[0].failure == "bug" and made[0].is_failure
    assert made[0].reason.startswith("a fault of ours: ZeroDivisionError in test_sync_accounts.py:")
    assert TOKEN not in made[0].reason
    # What it cost is booked all the same; nothing of it landed, and nothing is remembered as read.
    assert (made[0].rows, made[0].calls, made[0].cost_microusd) == (0, 3, 35_000)
    assert {row["account_id"] for row in rows(home, "pond", "posts")} == {"18"}
    assert remembered(home, "acme", "pond", "17").stream("posts").coverage.stretches == []


def test_what_is_broken_around_the_reading_ends_one_stream_only(two):
    def applies(account):
        if account.account == "17":
            raise LookupError(TOKEN)
        return True

    made = sync(two, Pond(), Stream("pond", "posts", PostObservation, POSTS.read, manners, applies), DAYS)
    assert [(one.account_id, one.stream, one.failure) for one in made] == [
        ("17", "posts", "bug"), ("17", "account_days", None),
        ("18", "posts", None), ("18", "account_days", None),
    ]  # fmt: skip
    assert TOKEN not in str(made)


def test_items_of_another_shape_are_refused_one_by_one_and_kept_whole(shore, home):
    pond = Pond(posts=2)
    pond.posts += ["no mapping", {"id": 1.5, "at": "2026-10-19", "likes": 1}, {"at": "x"}, None, 7]
    pond.posts += [
        {"id": "9", "at": "2026-10-19", "likes": 10**30},
        {"id": "10", "at": "x", "likes": "jo@example.com"},
    ]
    (attempt,) = sync(shore, pond)
    assert (attempt.status, attempt.rows, attempt.refused) == ("ok", 2, 7)
    told = rows(home, "sync", "refusals")
    assert len(told) == 7
    assert "jo@example.com" not in str(told)
    (kept,) = (home.quarantine / "acme").glob("*.rows.ndjson")
    items = [json.loads(line)["item"] for line in kept.read_text().splitlines()]
    assert items == pond.posts[2:]


def test_when_nothing_can_be_used_the_attempt_has_failed_and_nothing_counts_as_read(shore, home):
    pond = Pond()
    pond.posts = [{"identifier": str(number)} for number in range(4)]
    (attempt,) = sync(shore, pond)
    assert (attempt.status, attempt.failure, attempt.rows, attempt.refused) == ("failed", "shape", 0, 4)
    assert attempt.reason == "nothing of it could be used: id: missing"
    memory = remembered(home, "acme", "pond", "17").stream("posts")
    assert memory.last_ok is None and memory.coverage.stretches == []


def test_halves_of_characters_do_not_break_a_page(shore, home):
    pond = Pond(posts=1)
    pond.posts[0]["text"] = "a \ud83d cut emoji"
    (attempt,) = sync(shore, pond)
    assert attempt.status == "ok"
    assert rows(home, "pond", "posts")[0]["text"] == "a ? cut emoji"


def test_addresses_in_texts_and_payloads_become_pseudonyms(shore, home):
    pond = Pond(posts=1)
    pond.posts[0]["text"] = "write to jo@example.com"
    sync(shore, pond)
    (row,) = rows(home, "pond", "posts")
    assert "jo@example.com" not in str(row) and "write to ~" in row["text"] and "write to ~" in row["payload"]


def test_a_budget_stops_before_it_is_overrun_and_the_next_month_goes_on(home, monkeypatch):
    shore = Shore(home, monkeypatch, accounts=2, extra="budgets: {pond: {usd_per_month: 0.05}}\n")
    made = sync(shore, Pond())
    assert sum(one.cost_microusd for one in made) <= 50_000
    stopped = [one for one in made if one.status != "ok"]
    assert stopped and all(one.failure == "budget" and not one.is_failure for one in stopped)
    assert "budget of $0.05 for pond in 2026-10" in stopped[0].reason
    before = sum(one.cost_microusd for one in made)
    again = sync(shore, Pond(), at=MORNING + timedelta(hours=1))
    assert before + sum(one.cost_microusd for one in again) <= 50_000
    assert sync(shore, Pond(), at=datetime(2026, 11, 1, 0, 1))[0].status == "ok"


def test_two_syncs_of_one_account_at_the_same_time_follow_each_other(shore, home):
    pond = Pond()
    whole = pond.answer
    inside, most = [], []

    async def slow(request):
        inside.append(request)
        most.append(len(inside))
        await asyncio.sleep(20)
        inside.remove(request)
        return await whole(request)

    pond.transport = httpx.MockTransport(slow)

    async def both(now):
        first = asyncio.create_task(shore.read(pond, now, only_due=True))
        second = asyncio.create_task(shore.read(pond, now, only_due=True))
        return await first, await second

    (first, second), _ = virtually(MORNING, both)
    assert max(most) == 1
    # The second found, when its turn came, that the stream had just been read.
    assert [len(first), len(second)] == [1, 0]
    assert len(rows(home, "pond", "posts")) == 7


def test_who_waits_too_long_for_another_run_is_told_so(home, monkeypatch):
    shore = Shore(home, monkeypatch, extra="platforms: {pond: {longest_wait: 10s}}\n")
    pond = Pond()

    async def slow(request):
        await asyncio.sleep(25)
        return httpx.Response(200, json={"items": [], "next": None})

    pond.transport = httpx.MockTransport(slow)

    async def both(now):
        return await asyncio.gather(shore.read(pond, now), shore.read(pond, now))

    (first, second), _ = virtually(MORNING, both)
    assert sorted([first[0].status, second[0].status]) == ["ok", "skipped"]
    skipped = first[0] if first[0].status == "skipped" else second[0]
    assert skipped.failure == "busy" and not skipped.is_failure
    assert skipped.reason == "another run has been reading this account for 10 s"


def full(*_arguments, **_options):
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("what", ["write_batch", "close"])
def test_a_full_disk_while_writing_leaves_nothing_half(two, home, monkeypatch, what):
    def full_writer(self, *_arguments, **_options):
        # Else it closes itself once more when it is collected, where nobody catches the error.
        self.is_open = False
        full()

    with monkeypatch.context() as patch:
        patch.setattr(landing.pq.ParquetWriter, what, full_writer)
        made = sync(two, Pond())
    assert {(one.status, one.failure) for one in made} == {("failed", "machine")}
    assert all("No space left on device" in one.reason for one in made)
    assert [path for path in home.root.rglob("*.tmp")] == []
    assert rows(home, "pond", "posts") == []
    assert remembered(home, "acme", "pond", "17").stream("posts").last_ok is None
    again = sync(two, Pond(), at=MORNING + timedelta(hours=1))
    assert {one.status for one in again} == {"ok"}
    assert len(rows(home, "pond", "posts")) == 14


def test_a_disk_that_is_full_from_the_start_makes_no_call(shore, home, monkeypatch):
    pond = Pond()
    with monkeypatch.context() as patch:
        patch.setattr("warehouse.files.sync", full)
        (attempt,) = sync(shore, pond)
    assert (attempt.status, attempt.failure) == ("failed", "machine")
    assert pond.calls == []
    assert sync(shore, pond)[0].status == "ok"


def test_no_secret_is_in_any_byte_of_the_home_after_syncs_that_failed_in_every_way(two, home, caplog):
    caplog.set_level(logging.DEBUG)
    secrets = [TOKEN, REFRESH, SECRET, "pond-access-", "pond-refresh-"]

    def told(status, **headers):
        said = f"Authorization: Bearer {TOKEN}; refresh_token={REFRESH}; {SECRET}"
        return httpx.Response(status, json={"error": said}, headers=headers)

    moment = MORNING
    for script in (
        [told(500)] * 8, [told(403)] * 2, [told(401)] * 2, [told(429, wait="99999")] * 2, [told(400)] * 2
    ):  # fmt: skip
        pond = Pond()
        pond.script = list(script)
        pond.posts[0]["text"] = f"leaked: {TOKEN}"
        pond.posts.append({"id": {}, "at": TOKEN, "likes": SECRET})
        sync(two, pond, at=moment)
        sync(two, pond, at=moment + timedelta(hours=6))
        moment += timedelta(days=2)
    pond = Pond()
    pond.access, pond.refresh = "other", "other"
    made = sync(two, pond, at=moment)
    assert {one.failure for one in made} == {"token"}
    found = [
        (file.relative_to(home.root).as_posix(), secret)
        for file in home.root.rglob("*")
        if file.is_file() and not file.is_relative_to(home.credentials)
        for secret in secrets
        if secret.encode() in _unpacked(file)
    ]
    assert found == []
    assert not any(secret in str(vars(record)) for record in caplog.records for secret in secrets)


def _unpacked(file) -> bytes:
    """The bytes of a file, and the texts that are compressed in it."""
    data = file.read_bytes()
    return data + str(pq.read_table(file).to_pylist()).encode() if file.suffix == ".parquet" else data
