"""Tokens and quotas of GA4: how a key becomes a token, who waits, who stops, and that no key is anywhere."""

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import httpx
import pytest
from google.auth import jwt

from assets.calling.answers import Again, Answer
from assets.calling.failures import QuotaUsedUp
from assets.ga4 import quotas
from assets.ga4.dialect import GA4Dialect
from assets.sync import ledger
from assets.sync.memory import remembered
from assets.sync.weather import weather
from tests.ga4_property import A_DAY, NOW, PROPERTY, TOKEN_URI, Desk, Website, daily
from tests.simulated import searched
from twin.fakes.ga4_key import public_key, service_account_key
from twin.fakes.ga4_quotas import TEXTS
from warehouse.credentials import path

AN_HOUR = timedelta(hours=1)


@pytest.fixture
def desk(home, monkeypatch):
    return Desk(home, monkeypatch, Website(daily(10, 2)))


# --- tokens ---------------------------------------------------------------------------------------


def test_a_token_is_signed_for_and_kept_until_five_minutes_before_its_end(desk):
    desk.sync()
    assert desk.calls("/token") == 1
    desk.sync(at=NOW + timedelta(minutes=50))
    assert desk.calls("/token") == 1
    desk.sync(at=NOW + timedelta(minutes=56))
    assert desk.calls("/token") == 2
    stored = path(desk.home, "ga4", PROPERTY)
    assert stored.stat().st_mode & 0o777 == 0o600
    assert json.loads(stored.read_text())["access_token"] == f"twin-ga4-{PROPERTY}-access-2"


def test_the_claim_is_what_google_asks_for(desk, monkeypatch):
    claims = []
    plain = desk.fake.minted.exchanged

    def noted(form, now):
        claims.append((jwt.decode(form["assertion"], verify=False), form["assertion"]))
        return plain(form, now)

    monkeypatch.setattr(desk.fake.minted, "exchanged", noted)
    desk.sync()
    ((claim, assertion),) = claims
    assert claim == {
        "iss": f"reader-{PROPERTY}@twin.iam.gserviceaccount.com",
        "scope": "https://www.googleapis.com/auth/analytics.readonly",
        "aud": TOKEN_URI,
        "iat": int(NOW.replace(tzinfo=UTC).timestamp()),
        "exp": int((NOW + AN_HOUR).replace(tzinfo=UTC).timestamp()),
    }
    header = jwt.decode_header(assertion)
    assert header == {"alg": "RS256", "typ": "JWT", "kid": f"twin-{PROPERTY}"}


def test_a_token_that_is_refused_is_minted_anew_once(desk):
    desk.fake.faults.switch_on("expired_token")
    assert desk.sync().status == "ok"
    assert desk.calls("/token") == 2


def test_a_service_account_that_is_gone_stops_the_account(desk):
    desk.fake.faults.switch_on("expired_token", is_revoked=True)
    attempt = desk.sync()
    assert (attempt.status, attempt.failure) == ("failed", "token")
    assert "Google gives no token for the service account (Invalid JWT Signature.)" in attempt.reason
    assert "make a new JSON key" in attempt.reason


@pytest.mark.parametrize(("minutes", "claims"), [(-70, 2), (-40, 1), (40, 2), (30 * 60, 2)])
def test_a_clock_of_ours_that_is_wrong_signs_by_googles(desk, minutes, claims):
    ahead = timedelta(minutes=minutes)
    attempt = desk.sync(ahead=ahead)
    assert attempt.status == "ok"
    assert attempt.skew_seconds == pytest.approx(-ahead.total_seconds(), abs=1)
    assert max(desk.days()) == NOW.date() - A_DAY
    assert desk.calls("/token") == claims


def test_a_token_endpoint_that_is_down_for_a_moment_is_asked_again(desk):
    desk.fake.faults.switch_on("server_errors", PROPERTY, times=2)
    assert desk.sync().status == "ok"


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ('{"type": "service_account"}', "there is no client_email, private_key, private_key_id"),
        ("{half", "ACME_GA4_KEY: expected the JSON of a key file, got none (not shown)"),
        (
            json.dumps({"client_email": "a@b", "private_key": "s3cret-but-no-key", "private_key_id": "1"}),
            "the private key cannot be used",
        ),
    ],
)
def test_a_key_that_is_none_is_told_without_showing_it(home, monkeypatch, key, said):
    desk = Desk(home, monkeypatch, Website(), key=key)
    attempt = desk.sync()
    assert (attempt.status, attempt.failure) == ("failed", "token")
    assert said in attempt.reason and "s3cret" not in attempt.reason
    assert searched(home.root, ["s3cret-but-no-key"]) == []


def test_a_key_may_be_in_a_file(home, monkeypatch, tmp_path, desk):
    file = tmp_path / "key.json"
    file.write_text(desk.key)
    monkeypatch.delenv("ACME_GA4_KEY")
    monkeypatch.setenv("ACME_GA4_KEY_FILE", str(file))
    assert desk.sync().status == "ok"


def test_the_hourly_token_is_no_weather(desk):
    desk.sync()
    assert weather(desk.configuration, desk.home, NOW, "ga4") == []
    desk.fake.faults.switch_on("expired_token", is_revoked=True)
    desk.sync(at=NOW + A_DAY)
    (ending,) = weather(desk.configuration, desk.home, NOW + A_DAY, "ga4")
    assert ending.level == "ended" and "connect the account anew and set ACME_GA4_KEY" in ending.words


def test_no_part_of_the_key_is_in_any_file_whatever_goes_wrong(desk, capfd):
    body = [line for line in json.loads(desk.key)["private_key"].splitlines() if not line.startswith("---")]
    for fault in ("expired_token", "server_errors", "truncated_body", "missing_permission"):
        desk.fake.faults.switch_on(fault)
        desk.sync()
        desk.fake.faults.switch_off()
    desk.fake.faults.switch_on("expired_token", is_revoked=True)
    desk.sync(at=NOW + A_DAY)
    assert searched(desk.home.root, body) == []
    tokens = [place for place in searched(desk.home.root, [f"twin-ga4-{PROPERTY}-access"])]
    assert all(place.startswith("credentials/") for place in tokens)
    assert not any(line in "".join(capfd.readouterr()) for line in body)


def test_the_key_of_a_simulated_account_is_the_same_everywhere():
    assert service_account_key("1", "u") == service_account_key("1", "u")
    assert public_key("1") != public_key("2")


# --- quotas ---------------------------------------------------------------------------------------


def test_a_quota_of_the_hour_is_waited_for_or_left_for_later_and_nothing_is_lost(home, monkeypatch):
    # 3 tokens a call: 25 calls an hour; ten days take 31.
    desk = Desk(home, monkeypatch, Website(daily(10, 2)), quotas={"tokensPerProjectPerHour": 75})
    first = desk.sync()
    assert (first.status, first.failure, first.calls) == ("partial", "quota", 25)
    assert "gives nothing until 2026-11-20 10:00 UTC" in first.reason
    assert [status for _, _, status in desk.fake.log].count(429) == 0
    # Nobody calls before that, not even another run.
    assert desk.sync(at=NOW + timedelta(minutes=30)).calls == 0
    second = desk.sync(at=NOW + AN_HOUR)
    assert second.status == "ok"
    assert len(desk.days()) == 10
    assert len({(row["report"], row["day"]) for row in desk.rows() if not row["is_empty"]}) == 30


def test_shortly_before_the_hour_the_run_waits(home, monkeypatch):
    desk = Desk(home, monkeypatch, Website(daily(10, 2)), quotas={"tokensPerHour": 60})
    attempt = desk.sync(at=NOW + timedelta(minutes=50))
    assert (attempt.status, attempt.calls) == ("ok", 31)


def test_the_quota_of_the_day_holds_until_midnight_in_california(home, monkeypatch):
    desk = Desk(home, monkeypatch, Website(daily(10, 2)), quotas={"tokensPerDay": 30})
    first = desk.sync()
    midnight = datetime(2026, 11, 21, tzinfo=ZoneInfo("America/Los_Angeles")).astimezone(UTC)
    assert first.failure == "quota"
    assert first.due_at.replace(microsecond=0) == midnight.replace(tzinfo=None)
    assert desk.sync(at=NOW + timedelta(hours=20)).calls == 0
    assert desk.sync(at=first.due_at + timedelta(minutes=1)).calls > 0


@pytest.mark.parametrize(
    ("quota", "waits"),
    [("concurrentRequests", True), ("tokensPerHour", False), ("tokensPerProjectPerHour", False),
     ("potentiallyThresholdedRequestsPerHour", False), ("tokensPerDay", False),
     ("serverErrorsPerProjectPerHour", False)],
)  # fmt: skip
def test_the_text_of_a_refusal_decides_between_waiting_and_stopping(desk, quota, waits):
    desk.fake.faults.switch_on("rate_limited", PROPERTY, quota=quota, times=2)
    attempt = desk.sync()
    assert attempt.status == ("ok" if waits else "partial")
    if not waits:
        assert (attempt.failure, attempt.calls) == ("quota", 1)
        assert remembered(desk.home, "compass", "ga4", PROPERTY).resets


def refusal(quota, at):
    return Answer(429, httpx.Headers(), {"error": {"message": TEXTS[quota]}}, at)


def test_how_long_a_refusal_asks_to_wait():
    at, midnight = datetime(2026, 11, 20, 9, 48), datetime(2026, 11, 21, 8)  # that of Los Angeles
    for name, seconds, is_over in (
        ("concurrentRequests", 30, False),
        ("tokensPerHour", 720, False),
        ("tokensPerDay", (midnight - at).total_seconds(), True),
        ("potentiallyThresholdedRequestsPerHour", 720, False),
        ("serverErrorsPerProjectPerHour", 3600, True),
    ):
        found = quotas.refused(refusal(name, at), TEXTS[name])
        assert found == (seconds, is_over), name
        judged = GA4Dialect("v1beta").judge(refusal(name, at))
        assert isinstance(judged, QuotaUsedUp if is_over else Again)


def test_quotas_are_kept_beside_the_figures(desk):
    desk.sync()
    rows = desk.rows()
    assert {row["tokens_used"] for row in rows} == {3}
    left = [row["tokens_left"] for row in rows]
    assert left == sorted(left, reverse=True) and left[0] == 14_000 - 2 * 3


def test_the_ledger_has_every_call(desk):
    attempt = desk.sync()
    (told,) = ledger.newest(desk.home, "ga4")
    assert (told.calls, told.status, told.token_expires_at) == (attempt.calls, "ok", None)
