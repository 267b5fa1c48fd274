"""How TikTok is called: paces and limits, waits, cursors, tokens that rotate, and nothing secret anywhere."""

import asyncio
import json
from datetime import datetime, timedelta

import httpx
import pytest

from assets.calling.answers import Again, Answer
from assets.calling.failures import BadRequest, MetricRefused, PermissionMissing, TokenRefused, VersionEnded
from assets.tiktok.business_client import BusinessDialect
from assets.tiktok.client import DisplayDialect
from assets.tiktok.times import at, milliseconds, moment
from tests.tiktok_account import NAME, START, Steady
from tests.tiktok_reader import Reader
from twin.fakes.tokens import first_refresh_token
from warehouse import credentials
from warehouse.credentials import Credential
from warehouse.refusals import Refusal

BOTH = pytest.mark.parametrize("product", [None, "business"])
DAY = timedelta(days=1)


def many(number=2_000):
    return Steady(number, START - timedelta(hours=4 * number), every=4)


def best_possible(calls, limit):
    """The shortest time in which so many calls can be made where so many are allowed in any minute."""
    return timedelta(minutes=(calls - 1) // limit)


@pytest.mark.parametrize(
    ("product", "path", "limit"), [(None, "video/list", 600), ("business", "video/list", 40)]
)
def test_two_thousand_videos_take_little_more_than_the_limit_asks_for(
    home, monkeypatch, product, path, limit
):
    reader = Reader(home, monkeypatch, product, many())
    attempts, took = reader.run()
    assert attempts["posts"].status == "ok"
    assert len(set(reader.observed())) == len(reader.observed()) == 2_000
    assert {status for _method, _path, status in reader.fake.log} == {200}
    assert took <= best_possible(reader.calls(path), limit) * 1.3 + timedelta(seconds=2)
    known = reader.calls(path)
    attempts, took = reader.run(START + DAY)
    assert attempts["posts"].status == "ok"
    assert took <= best_possible(reader.calls(path) - known, limit) * 1.3 + timedelta(seconds=2)


@pytest.mark.parametrize(
    ("product", "settings", "waits"),
    [(None, {"display_per_minute": 30}, 60), ("business", {"business_per_minute": 30}, 300)],
)
def test_a_limit_lower_than_known_is_waited_for(home, monkeypatch, product, settings, waits):
    reader = Reader(home, monkeypatch, product, many(700), **settings)
    attempts, took = reader.run()
    assert attempts["posts"].status == "ok"
    assert sorted(reader.observed()) == sorted(post.id for post in reader.account.all)
    assert timedelta(seconds=waits) <= took <= timedelta(seconds=waits * 2.5)


def test_the_limit_of_the_day_ends_the_sync_until_midnight_of_utc(home, monkeypatch):
    reader = Reader(home, monkeypatch, "business", many(400), business_per_day=12)
    attempts, _ = reader.run()
    first = attempts["posts"]
    assert (first.status, first.failure) == ("partial", "quota")
    assert abs(first.due_at - datetime(2026, 11, 21)) < timedelta(seconds=5)
    landed = set(reader.observed())
    assert 100 < len(landed) < 400
    calls = len(reader.fake.log)
    again, took = reader.run(START + timedelta(hours=1))
    assert (again["posts"].failure, len(reader.fake.log)) == ("quota", calls)
    assert took < timedelta(seconds=5)
    for number in (1, 2, 3):
        last, _ = reader.run(START + DAY * number)
    assert last["posts"].status == "ok"
    assert set(reader.observed()) == {post.id for post in reader.account.all}


def test_a_stop_half_way_goes_on_where_it_stopped(home, monkeypatch):
    reader = Reader(home, monkeypatch, "business", many(400), business_per_day=12)
    reader.run()
    before = reader.calls("video/list")
    reader.fake.business._per_day = None
    reader.run(START + DAY)
    # Known posts that are due by their ids, then from where it stopped; nothing twice.
    later = reader.observed(f"observed_at > '{START + timedelta(hours=12)}'")
    assert len(later) == len(set(later))
    assert reader.calls("video/list") - before < 30


@BOTH
def test_tokens_rotate_and_are_stored_before_they_are_used(home, monkeypatch, product):
    reader = Reader(home, monkeypatch, product, many(50))
    reader.fake.tokens.expire(NAME, START)
    attempts, _ = reader.run()
    assert {attempt.status for attempt in attempts.values()} == {"ok"}
    stored = json.loads(credentials.path(home, "tiktok", NAME).read_text())
    assert stored["access_token"] == f"twin-tiktok-{NAME}-access-1"
    assert stored["refresh_token"] == f"twin-tiktok-{NAME}-refresh-1"
    for attempt in attempts.values():
        assert attempt.token_expires_at is None  # it renews itself; what renews it ends:
        assert timedelta(days=364) < attempt.refresh_expires_at - START <= timedelta(days=366)
    before = len(reader.fake.log)
    later, _ = reader.run(START + DAY * 2)
    assert {attempt.status for attempt in later.values()} == {"ok"}
    paths = [path for _method, path, _status in reader.fake.log[before:]]
    # Known to have ended: renewed without a call that is refused first, and once for all streams.
    assert ("oauth" in paths[0], sum("oauth" in path for path in paths)) == (True, 1)


@pytest.mark.parametrize("status", [200, 400])
def test_flat_token_errors_are_errors_whatever_their_status(home, monkeypatch, status):
    reader = Reader(home, monkeypatch, None, many(50), token_error_status=status)
    reader.fake.tokens.renew(first_refresh_token("tiktok", NAME), START, DAY)
    attempts, _ = reader.run()
    assert (attempts["posts"].status, attempts["posts"].failure) == ("failed", "token")
    assert "invalid_grant: Refresh token is invalid or expired." in attempts["posts"].reason
    assert "authorise the account again" in attempts["posts"].reason
    assert ("/v2/oauth/token/", status) in [(path, told) for _method, path, told in reader.fake.log]


@BOTH
@pytest.mark.parametrize("fault", [None, "expired_token", "server_errors", "missing_permission"])
def test_no_secret_is_in_what_lands_nor_in_what_is_said(home, monkeypatch, caplog, product, fault):
    reader = Reader(home, monkeypatch, product, many(50))
    reader.fake.tokens.expire(NAME, START)
    if fault:
        reader.fake.faults.switch_on(fault)
    attempts, _ = reader.run()
    said = [*(attempt.model_dump_json() for attempt in attempts.values()), caplog.text]
    files = [path for path in home.root.rglob("*") if path.is_file() and "credentials" not in path.parts]
    said += [path.read_bytes().decode("latin-1") for path in files if path.suffix != ".yaml"]
    for secret in ("-access-", "-refresh-", "a-client-secret"):
        assert not [text for text in said if secret in text]


def test_moments_are_seconds_in_videos_and_milliseconds_in_cursors():
    assert moment(1762160104) == moment("1762160104") == datetime(2025, 11, 3, 8, 55, 4)
    assert at(1762160104000) == datetime(2025, 11, 3, 8, 55, 4)
    assert milliseconds(datetime(2025, 11, 3, 8, 55, 4)) == 1762160104000
    for wrong in (1762160104000, "1762160104000", "", None, -5, 1.5, "soon"):
        with pytest.raises(Refusal, match="Unix seconds"):
            moment(wrong)


def answered(status, body):
    return Answer(status, httpx.Headers({"date": "Fri, 20 Nov 2026 23:00:00 GMT"}), body, START)


def display(code, message=""):
    return {"data": {}, "error": {"code": code, "message": message, "log_id": "1"}}


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (200, display("ok"), None),
        (200, display("access_token_invalid"), TokenRefused),
        (401, display("access_token_invalid"), TokenRefused),
        (401, display("scope_not_authorized"), PermissionMissing),
        (400, display("scope_permission_missed"), PermissionMissing),
        (400, display("invalid_params", "Fields is invalid"), MetricRefused),
        (400, display("something_new"), BadRequest),
        (404, None, VersionEnded),
        (200, {"videos": []}, Again),
        (500, display("internal_error"), Again),
        (200, display("internal_error"), Again),
        (502, None, Again),
        (200, None, Again),
        (200, ["ok"], Again),
    ],
)
def test_display_is_judged_by_its_code_whatever_the_status(status, body, kind):
    verdict = DisplayDialect("v2").judge(answered(status, body))
    assert verdict is None if kind is None else type(verdict) is kind


@pytest.mark.parametrize(
    ("code", "message", "kind"),
    [
        (0, "OK", None),
        (40105, "Access token is incorrect", TokenRefused),
        (40102, "Access token expired", TokenRefused),
        (40001, "No permission", PermissionMissing),
        (40002, "fields: not a valid choice", MetricRefused),
        (40900, "something new", BadRequest),
        (50000, "System error", Again),
        (51010, "Internal service timeout", Again),
        (None, "", Again),
    ],
)
def test_business_is_judged_by_its_code(code, message, kind):
    verdict = BusinessDialect("v1.3").judge(answered(200, {"code": code, "message": message, "data": {}}))
    assert verdict is None if kind is None else type(verdict) is kind


@pytest.mark.parametrize(
    ("message", "seconds"),
    [("Too many requests", 300), ("Too many requests: daily limit", 3600), ("QPD reached", 3600)],
)
def test_business_throttles_by_the_minute_or_by_the_day(message, seconds):
    for status in (200, 429):
        verdict = BusinessDialect("v1.3").judge(answered(status, {"code": 40100, "message": message}))
        assert isinstance(verdict, Again)
        assert verdict.after == seconds


def test_display_throttles_by_the_minute():
    for status in (429, 200):
        verdict = DisplayDialect("v2").judge(answered(status, display("rate_limit_exceeded")))
        assert isinstance(verdict, Again)
        assert verdict.after == 60


@pytest.mark.parametrize("dialect", [DisplayDialect("v2"), BusinessDialect("v1.3")])
def test_a_token_is_not_renewed_without_the_secret_of_the_app(dialect):
    async def renewed():
        async with httpx.AsyncClient(base_url="http://tiktok.twin") as http:
            await dialect.renewed(http, Credential("act", "rft", "app", None), START)

    with pytest.raises(TokenRefused, match="client_id and client_secret"):
        asyncio.run(renewed())


def test_a_refresh_token_that_is_not_replaced_stays():
    given = {"access_token": "act.new", "expires_in": 86400}
    transport = httpx.MockTransport(lambda request: httpx.Response(200, json=given))

    async def renewed():
        async with httpx.AsyncClient(base_url="http://tiktok.twin", transport=transport) as http:
            return await DisplayDialect("v2").renewed(http, Credential("act", "rft", "app", "secret"), START)

    credential = asyncio.run(renewed())
    assert (credential.access_token, credential.refresh_token) == ("act.new", "rft")
    assert credential.expires_at == START + DAY
