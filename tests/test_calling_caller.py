"""Calls are tried again where that helps and only there; waits differ from refusals; nothing hangs."""

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest

from assets.calling.failures import BrokenPaging, PermissionMissing, QuotaUsedUp, TokenRefused, Unreachable
from tests.pond import MORNING, REFRESH, TOKEN, Pond, calls
from tests.virtual_time import virtually
from warehouse.credentials import Credential


def called(home, pond, path="/posts", **given):
    """What one call gives (answer or error), how long it took, and the caller."""

    async def work(now):
        caller = calls(home, pond, now, **given)
        try:
            return await caller.get(path, "posts"), caller
        except Exception as error:
            return error, caller

    (result, caller), took = virtually(MORNING, work)
    return result, took, caller


def test_an_answer_that_is_well_takes_one_call(home):
    result, _, caller = called(home, pond := Pond())
    assert result.status == 200 and len(result.body["items"]) == 3
    assert (pond.calls, caller.calls) == (["/posts"], 1)


@pytest.mark.parametrize(
    "broken",
    [
        httpx.Response(503, json={"error": "internal"}),
        httpx.Response(200, content=b'{"items": [{"id": "1"'),
        httpx.Response(200, content=b""),
        httpx.Response(200, content=b"[" * 100_000),
        httpx.ReadError("cut off"),
        httpx.ConnectTimeout("nobody there"),
        httpx.RemoteProtocolError("half"),
    ],
    ids=["503", "half a body", "no body", "too deep", "read error", "no connection", "protocol"],
)
def test_what_may_pass_is_tried_four_times_with_growing_pauses(home, broken):
    pond = Pond()
    pond.script = [broken, broken, broken]
    result, took, caller = called(home, pond)
    assert result.status == 200
    assert caller.calls == 4
    # 0.5 s, 1 s and 2 s, each with up to a second of jitter on top.
    assert timedelta(seconds=3.4) <= took <= timedelta(seconds=7)
    pond.script = [broken] * 4
    result, _, caller = called(home, pond)
    assert isinstance(result, Unreachable) and "4 times" in result.reason
    assert caller.calls == 4


def test_pauses_are_jittered_so_that_accounts_do_not_march_in_step(home):
    pauses = set()
    for _ in range(5):
        pond = Pond()
        pond.script = [httpx.Response(503)]
        pauses.add(called(home, pond)[1])
    assert len(pauses) == 5


@pytest.mark.parametrize(("status", "kind"), [(403, PermissionMissing), (401, TokenRefused)])
def test_what_will_not_pass_is_asked_once(home, status, kind):
    pond = Pond()
    pond.script = [httpx.Response(status, json={"error": "no"})]
    result, took, caller = called(home, pond, credential=Credential(TOKEN))
    assert type(result) is kind
    assert caller.calls == 1
    assert took < timedelta(seconds=0.1)


def test_a_server_that_drips_is_given_up_after_thirty_seconds_a_try(home):
    async def drip(request):
        await asyncio.sleep(600)

    pond = Pond()
    pond.transport = httpx.MockTransport(drip)
    result, took, caller = called(home, pond)
    assert isinstance(result, Unreachable) and "within 30 s" in result.reason
    assert caller.calls == 4
    assert took < timedelta(minutes=3)


def test_a_throttled_call_waits_as_long_as_it_is_told_and_a_little_more(home):
    pond = Pond()
    pond.script = [httpx.Response(429, headers={"wait": "90"})]
    result, took, caller = called(home, pond)
    assert result.status == 200
    assert caller.calls == 2
    assert timedelta(seconds=90) < took <= timedelta(seconds=91.1)


def test_a_wait_beyond_the_longest_is_left_for_a_later_run(home):
    pond = Pond()
    pond.script = [httpx.Response(429, headers={"wait": "3600"})]
    result, took, caller = called(home, pond)
    assert isinstance(result, QuotaUsedUp)
    assert result.until == pytest.approx(MORNING + timedelta(hours=1), abs=timedelta(seconds=1))
    assert caller.throttle.resets == {"posts": result.until}
    assert took < timedelta(seconds=1)


def test_waits_of_one_call_are_capped_together(home):
    pond = Pond()
    pond.script = [httpx.Response(429, headers={"wait": "600"}) for _ in range(5)]
    result, took, caller = called(home, pond)
    assert isinstance(result, QuotaUsedUp)
    assert caller.calls == 2
    assert took <= timedelta(minutes=16)


def test_who_is_throttled_again_and_again_gives_up(home):
    pond = Pond()
    pond.script = [httpx.Response(429, headers={"wait": "1"}) for _ in range(9)]
    result, _, caller = called(home, pond)
    assert isinstance(result, QuotaUsedUp) and "5 times in a row" in result.reason
    assert caller.calls == 5


def date(at: datetime) -> str:
    return format_datetime(at.replace(tzinfo=UTC), usegmt=True)


@pytest.mark.parametrize("ahead", [timedelta(minutes=-30), timedelta(), timedelta(minutes=30)])
def test_a_reset_counts_by_the_platforms_clock(home, ahead):
    theirs = MORNING + ahead
    reset = int((theirs + timedelta(minutes=5) - datetime(1970, 1, 1)).total_seconds())
    headers = {"date": date(theirs), "remaining": "0", "reset": str(reset)}

    async def work(now):
        pond = Pond()
        pond.script = [httpx.Response(200, json={"items": []}, headers=headers)]
        caller = calls(home, pond, now)
        await caller.get("/posts", "posts")
        assert abs(caller.server_now - now() - ahead) < timedelta(seconds=1)
        before = now()
        await caller.get("/posts", "posts")
        return now() - before

    waited, _ = virtually(MORNING, work)
    assert timedelta(minutes=5) - timedelta(seconds=2) <= waited <= timedelta(minutes=5, seconds=2)


def test_small_differences_of_clocks_are_none(home):
    async def work(now):
        pond = Pond()
        header = {"date": date(MORNING + timedelta(seconds=90))}
        pond.script = [httpx.Response(200, json={}, headers=header)]
        caller = calls(home, pond, now)
        await caller.get("/posts", "posts")
        assert caller.skew.total_seconds() == pytest.approx(90, abs=1)
        assert caller.server_now == now() or abs(caller.server_now - now()) < timedelta(seconds=1)

    virtually(MORNING, work)


def test_a_pause_that_is_welcome_comes_before_the_next_call_not_after_the_last(home):
    async def work(now):
        pond = Pond()
        pond.script = [httpx.Response(200, json={}, headers={"pause": "60"})]
        caller = calls(home, pond, now)
        await caller.get("/posts", "posts")
        first = now() - MORNING
        await caller.get("/days", "days", days="2026-10-01")
        return first, now() - MORNING

    (first, second), _ = virtually(MORNING, work)
    assert first < timedelta(seconds=1)
    assert timedelta(seconds=60) <= second <= timedelta(seconds=62)


def test_a_refused_token_is_renewed_once_and_the_call_made_again(home):
    pond = Pond()
    pond.access = "pond-access-elsewhere"
    result, _, caller = called(home, pond)
    assert result.status == 200
    assert pond.calls == ["/posts", "/token", "/posts"]
    assert caller.calls == 2


def test_a_token_that_is_refused_after_renewal_as_well_is_refused(home):
    pond = Pond()
    pond.script = [httpx.Response(401, json={"error": "no"})]
    refused = httpx.Response(401, json={"error": "still no"})
    answer = pond.answer

    async def refusing(request):
        given = await answer(request)
        return given if request.url.path == "/token" else refused

    pond.transport = httpx.MockTransport(refusing)
    result, _, _ = called(home, pond)
    assert isinstance(result, TokenRefused) and "still no" in result.reason
    assert pond.renewals == 1


@pytest.mark.parametrize("status", [401, 403, 500])
def test_no_token_is_in_what_is_raised(home, status):
    pond = Pond()
    told = {"error": f"Authorization: Bearer {TOKEN} and access_token={TOKEN}&x=1"}
    pond.script = [httpx.Response(status, json=told) for _ in range(4)]
    result, _, _ = called(home, pond, credential=Credential(TOKEN))
    assert TOKEN not in result.reason + str(result) + repr(result) + repr(result.args)
    assert result.__suppress_context__ or result.__context__ is None


def test_a_refusal_to_renew_tells_no_token(home):
    pond = Pond()
    pond.access, pond.refresh = "other", "other"
    result, _, _ = called(home, pond)
    assert isinstance(result, TokenRefused)
    assert REFRESH not in result.reason and "of no use" in result.reason


def test_a_failure_says_its_reason_wherever_it_is_shown():
    failed = BrokenPaging("posts: page 3 gives a cursor that came before")
    assert str(failed) == failed.reason and failed.reason in repr(failed)
