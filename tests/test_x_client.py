"""How X is called: its two vocabularies, fields that it refuses, tokens, throttling, odd answers."""

import json
from datetime import datetime, timedelta

import httpx
import pytest

from assets.calling.answers import Again, Answer
from assets.calling.failures import BadRequest, OutOfBudget, PermissionMissing, QuotaUsedUp, TokenRefused
from assets.x import records
from assets.x.dialect import FieldsRefused, UserTokenNeeded, XDialect
from tests.x_account import NOW, Planned, XAccount, series
from tests.x_office import STREAMS, office
from twin.fakes.x_gate import APP_ONLY
from warehouse import credentials

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PROBLEM = "https://api.twitter.com/2/problems/"


@pytest.fixture
def desk(home, monkeypatch):
    return lambda *planned, **options: office(home, monkeypatch, XAccount(*planned), **options)


def judged(status, body, **headers):
    return XDialect("2").judge(Answer(status, httpx.Headers(headers), body, NOW))


def test_the_new_words_are_tried_first_and_the_old_ones_once_for_all(desk):
    made = desk(*series(3, DAY), accepts=("tweet",))
    first = made.attempt()
    assert (first.status, first.rows) == ("ok", 3)
    assert [status for status, _ in made.calls()] == [400, 200, 200]
    assert "tweet words" in first.remarks and "post.fields" in first.remarks
    assert {row["vocabulary"] for row in made.rows()} == {"tweet"} and made.rows()[0]["shares"] is not None
    second = made.attempt(NOW + HOUR)
    assert (second.remarks, [status for status, _ in made.calls()]) == (None, [400, 200, 200, 200])
    assert made.memory.notes["vocabulary"] == "tweet"


def test_remembered_old_words_turn_back_when_x_drops_them(desk):
    made = desk(*series(3, DAY), accepts=("tweet",))
    made.attempt()
    made.fake.accepts = ("post",)
    assert made.attempt(NOW + HOUR).status == "ok"
    assert made.memory.notes["vocabulary"] == "post"


def test_a_server_that_takes_neither_words_ends_the_stream_with_its_reason(desk):
    made = desk(*series(3, DAY), accepts=("other",))
    attempt = made.attempt()
    assert (attempt.status, attempt.failure, attempt.rows) == ("failed", "request", 0)
    assert "The query parameter [" in attempt.reason


def test_a_refused_field_is_left_out_for_thirty_days_and_then_asked_for_again(desk):
    made = desk(*series(3, DAY, newest=NOW + 40 * DAY), *series(3, DAY))
    made.faults.switch_on("retired_metric", metric="non_public_metrics")
    first = made.attempt()
    assert (first.status, first.rows, first.dead_metrics) == ("ok", 3, "non_public_metrics")
    assert "non_public_metrics" in first.remarks
    assert {row["profile_clicks"] for row in made.rows()} == {None} and made.rows()[0]["likes"] is not None
    made.faults.switch_off()
    second = made.attempt(NOW + DAY)
    assert second.dead_metrics == "non_public_metrics" and second.remarks is None
    third = made.attempt(NOW + 40 * DAY)
    assert third.dead_metrics is None
    assert all(
        row["profile_clicks"] for row in made.rows(sync_id=third.sync_id) if row["posted_at"] > NOW + 35 * DAY
    )


def test_an_essential_field_that_is_refused_is_a_failure(desk):
    made = desk(*series(3, DAY))
    made.faults.switch_on("retired_metric", metric="created_at")
    assert (made.attempt().status, made.rows()) == ("failed", [])


@pytest.mark.parametrize("refuses", [True, False])
def test_an_apps_token_reads_public_fields_and_says_so(desk, refuses):
    made = desk(*series(40, DAY), token=APP_ONLY, refuses_private=refuses)
    attempt = made.attempt()
    assert (attempt.status, attempt.rows) == ("ok", 40)
    assert "clicks are not read" in attempt.remarks
    assert {row["clicks"] for row in made.rows()} == {None}
    assert all(row["likes"] is not None for row in made.rows())
    assert len({row["post_id"] for row in made.rows()}) == 40


def test_a_token_that_has_ended_is_renewed_once_and_the_new_one_is_kept(desk):
    made = desk(*series(3, DAY))
    made.fake.tokens.expire(made.account.profile.account_id, NOW - HOUR)
    attempt = made.attempt()
    assert (attempt.status, attempt.rows) == ("ok", 3)
    assert attempt.token_expires_at is None  # it renews itself
    assert made.attempt(NOW + 5 * HOUR).status == "ok"
    assert [status for status, _ in made.calls("oauth2")] == [200, 200]
    kept = credentials.path(made.home, "x", made.account.profile.account_id)
    assert datetime.fromisoformat(json.loads(kept.read_text())["expires_at"]) >= NOW + 7 * HOUR
    assert "refresh-2" in kept.read_text() and kept.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("shape", ["problem", "codes"])
def test_a_throttled_call_is_made_again_when_the_window_ends(desk, shape):
    made = desk(*series(3, DAY))
    made.faults.switch_on("rate_limited", times=1, shape=shape)
    began = NOW + timedelta(minutes=2)
    attempt = made.attempt(began)
    (row, *_rest) = made.rows()
    assert (attempt.status, attempt.rows) == ("ok", 3)
    assert timedelta(minutes=13) <= row["observed_at"] - began <= timedelta(minutes=13, seconds=5)


def test_the_wait_is_counted_by_the_clock_of_the_platform(desk):
    made = desk(*series(3, DAY))
    made.faults.switch_on("clock_skew", seconds=-7200)
    made.faults.switch_on("rate_limited", times=1)
    began = NOW + timedelta(minutes=2)
    attempt = made.attempt(began)
    assert (attempt.status, attempt.skew_seconds) == ("ok", -7200)
    assert made.rows()[0]["observed_at"] - began <= timedelta(minutes=14)


def test_no_call_is_made_that_would_be_one_too_many(desk):
    made = desk(*series(450, timedelta(hours=1)), limits={"timeline": (10, 3)})
    attempt = made.attempt()
    assert (attempt.status, attempt.rows) == ("ok", 450)
    assert {status for status, _ in made.calls("tweets")} == {200}


def test_a_usage_cap_ends_the_account_until_the_next_day():
    body = {
        "title": "UsageCapExceeded",
        "type": PROBLEM + "usage-capped",
        "period": "Monthly",
        "scope": "Product",
    }
    failure = judged(429, body)
    assert isinstance(failure, QuotaUsedUp) and failure.until == datetime(2026, 11, 21)
    assert "monthly cap" in failure.reason


@pytest.mark.parametrize(
    ("status", "body", "kind", "told"),
    [
        (401, {"title": "Unauthorized", "detail": "Unauthorized"}, TokenRefused, "connect the account again"),
        (402, {"title": "Payment Required"}, OutOfBudget, "Payment Required"),
        (403, {"title": "CreditsDepleted", "detail": "none left"}, OutOfBudget, "buy credits"),
        (
            403,
            {"type": PROBLEM + "client-forbidden", "detail": "not enrolled"},
            PermissionMissing,
            "not enrolled",
        ),
        (403, {"type": PROBLEM + "unsupported-authentication"}, UserTokenNeeded, "does not let"),
        (
            400,
            {"errors": [{"message": "The `ids` query parameter can not be empty"}]},
            BadRequest,
            "can not be empty",
        ),
        (400, {"errors": [{"parameters": {"post.fields": ["x"]}, "message": "?"}]}, FieldsRefused, "fields"),
        (404, None, BadRequest, "404"),
        (200, ["no", "object"], BadRequest, "expected an object"),
    ],
)
def test_failures_are_told_apart_by_status_and_body(status, body, kind, told):
    failure = judged(status, body)
    assert type(failure) is kind and told in failure.reason


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_trouble_of_the_server_is_worth_another_try(status):
    assert judged(status, {"title": "Service Unavailable"}) == Again(f"HTTP {status}: Service Unavailable")


def test_a_429_without_a_reset_waits_for_a_whole_window():
    assert judged(429, {"errors": [{"code": 88, "message": "Rate limit exceeded"}]}).after == 900


OLD = {  # as recorded in 2021, with other numbers: no impressions, no edits, no bookmarks
    "id": "1405100000000000001",
    "text": "Hello #World",
    "created_at": "2021-06-16T09:15:04.000Z",
    "author_id": "700000001",
    "public_metrics": {"retweet_count": 4, "reply_count": 0, "like_count": 31, "quote_count": 1},
}


def test_a_body_of_2021_is_read_and_what_it_does_not_have_is_none():
    post = records.post(OLD)
    assert (post.post_id, post.version_id, post.posted_at) == (
        OLD["id"],
        OLD["id"],
        datetime(2021, 6, 16, 9, 15, 4),
    )
    assert (post.shares, post.comments, post.likes, post.quotes) == (4, 0, 31, 1)
    assert (post.impressions, post.saves, post.clicks, post.views, post.engagements) == (None,) * 5


def test_a_counter_that_is_missing_in_one_version_is_missing_in_the_sum():
    counted = {"repost_count": 1, "like_count": 2, "impression_count": 50}
    chain = [OLD["id"], "1405100000000000009"]
    edited = {**OLD, "id": chain[1], "edit_history_tweet_ids": chain, "public_metrics": counted}
    post = records.post({**edited, "earlier_versions": [OLD]})
    assert (post.post_id, post.shares, post.likes, post.impressions) == (OLD["id"], 5, 33, None)


@pytest.mark.parametrize(
    ("key", "value"),
    [("id", None), ("created_at", "yesterday"), ("public_metrics", "many"), ("attachments", 7)],
)
def test_an_item_that_is_no_post_is_refused_and_the_others_land(desk, monkeypatch, key, value):
    made = desk(*series(3, DAY))
    bad = made.account.planned[1].id
    shown = made.fake.endpoints._posts

    def spoilt(*given):
        body = shown(*given)
        for post in body.get("data", []):
            if post["id"] == bad:
                post[key] = value
        return body

    monkeypatch.setattr(made.fake.endpoints, "_posts", spoilt)
    attempt = made.attempt()
    assert (attempt.rows, attempt.refused) == (2, 1)
    (kept,) = (made.home.quarantine / "acme").glob("*.rows.ndjson")
    assert "public_metrics" in json.loads(kept.read_text())["item"]


def test_no_token_is_in_what_lands_or_is_remembered(desk):
    made = desk(*series(40, DAY))
    made.faults.switch_on("expired_token")
    made.sync(NOW, STREAMS)
    made.faults.switch_off()
    made.sync(NOW + HOUR, STREAMS)
    for path in made.home.root.rglob("*"):
        if path.is_file() and made.home.credentials not in path.parents:
            assert b"-access-" not in path.read_bytes() and b"-refresh-" not in path.read_bytes(), path


def not_shown(name):
    problem = {"title": "Authorization Error", "type": PROBLEM + "not-authorized-for-resource"}
    return {**problem, "resource_id": name, "detail": "Sorry, not shown", "section": "data"}


def test_a_post_that_is_not_shown_is_left_and_not_counted_as_deleted(desk, monkeypatch):
    old = Planned(NOW - 40 * DAY)
    made = desk(old, Planned(NOW - HOUR))
    made.attempt()
    shown = made.fake.endpoints._posts
    monkeypatch.setattr(
        made.fake.endpoints,
        "_posts",
        lambda posts, viewer, given, *more: {"errors": [not_shown(old.id)]} if given.text("ids")
        else shown(posts, viewer, given, *more),
    )  # fmt: skip
    attempt = made.attempt(NOW + 4 * DAY)
    assert (attempt.status, attempt.failure) == ("partial", "permission")
    assert f"post {old.id}: Sorry, not shown" in attempt.left
    assert not any(row["is_missing"] for row in made.rows() if row["post_id"] == old.id)


def test_a_200_with_errors_only_is_a_missing_permission(desk, monkeypatch):
    made = desk(*series(3, DAY))
    monkeypatch.setattr(made.fake.endpoints, "_posts", lambda *_given: {"errors": [not_shown("1")]})
    attempt = made.attempt()
    assert (attempt.status, attempt.failure, attempt.rows) == ("failed", "permission", 0)
    assert attempt.reason == "timeline: Authorization Error: Sorry, not shown"


def test_an_account_that_is_not_there_is_told_by_its_id(desk):
    made = desk(*series(3, DAY))
    made.fake.world = type(made.fake.world)(7, ())
    attempt = made.attempt(streams=STREAMS[:1])
    assert (attempt.status, attempt.failure) == ("failed", "gone")
    assert attempt.reason.startswith("account 1700000000000000001: Not Found Error")


def test_a_cap_ends_with_the_day_of_xs_clock():
    capped = {"title": "UsageCapExceeded", "type": PROBLEM + "usage-capped", "period": "Daily"}
    theirs = NOW.replace(hour=22)
    verdict = judged(429, capped, date=f"{theirs:%a, %d %b %Y %H:%M:%S} GMT")
    assert isinstance(verdict, QuotaUsedUp) and verdict.until == NOW + 2 * HOUR


@pytest.mark.parametrize(
    "errors", ["odd", ["odd"], [{"message": None, "parameters": None}], {"odd": 1}, None]
)
def test_errors_of_another_shape_are_a_bad_request_all_the_same(errors):
    assert type(judged(400, {"title": "Invalid Request", "errors": errors})) is BadRequest
    assert type(judged(429, {"errors": errors})) is Again


def test_media_without_a_key_costs_no_post(desk, monkeypatch):
    made = desk(*series(3, DAY))
    shown = made.fake.endpoints._posts
    odd = {"includes": {"media": [{"type": "photo"}, "odd"]}}
    monkeypatch.setattr(made.fake.endpoints, "_posts", lambda *given: shown(*given) | odd)
    attempt = made.attempt()
    assert (attempt.status, attempt.rows) == ("ok", 3)
