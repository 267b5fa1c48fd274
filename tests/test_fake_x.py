"""The fake of X's API against what the reference says of the real one: shapes, limits, refusals, paging."""

import asyncio
from base64 import b64encode
from datetime import datetime, timedelta

import httpx
import pytest

from tests.x_account import NOW, Planned, XAccount, series, snowflake, world
from twin.clock import Clock
from twin.fakes.faults import Faults
from twin.fakes.tokens import first_refresh_token, first_token
from twin.fakes.x import XFake
from twin.fakes.x_bill import Bill
from twin.fakes.x_gate import APP_ONLY
from twin.fakes.x_posts import timeline

PRIVATE = "public_metrics,non_public_metrics"
PAGE = {"max_results": 100, "post.fields": "created_at,public_metrics"}


class Desk:
    """A fake with its clock, and how a test calls it."""

    def __init__(self, *planned, **options):
        self.account = XAccount(*planned)
        self.id = self.account.profile.account_id
        self.clock, self.faults = Clock(NOW), Faults()
        self.fake = XFake(world(self.account), self.clock, self.faults, **options)

    def call(self, path, params=None, token=None, method="GET", **more):
        async def made():
            transport = httpx.ASGITransport(self.fake.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://x.twin") as http:
                headers = more.pop(
                    "headers", {"Authorization": f"Bearer {token or first_token('x', self.id)}"}
                )
                return await http.request(method, path, params=params, headers=headers, **more)

        return asyncio.run(made())

    def timeline(self, token=None, **params):
        return self.call(f"/2/users/{self.id}/tweets", {**PAGE, **params}, token)

    def renew(self, refresh, **more):
        form = {"grant_type": "refresh_token", "refresh_token": refresh, "client_id": "desk"}
        return self.call("/2/oauth2/token", method="POST", data=form, headers={}, **more)

    def walk(self, **params):
        """All pages, first to last."""
        pages, token = [], None
        while True:
            body = self.timeline(**params, **({"pagination_token": token} if token else {})).json()
            pages.append(body)
            token = body["meta"].get("next_token")
            if token is None:
                return pages


def ids(body):
    return [post["id"] for post in body.get("data", [])]


def problem(body):
    return body["type"].rsplit("/", 1)[-1]


@pytest.fixture
def desk():
    return Desk(*series(3, timedelta(hours=5)))


def test_an_account_shows_its_names_and_counts_in_the_servers_words(desk):
    body = desk.call("/2/users/me", {"user.fields": "created_at,public_metrics"}).json()["data"]
    assert (body["username"], body["created_at"]) == ("acmegolf", "2015-02-01T10:00:00.000Z")
    assert body["public_metrics"]["followers_count"] == 8123
    assert "post_count" in body["public_metrics"] and "tweet_count" not in body["public_metrics"]
    old = Desk(Planned(NOW - timedelta(days=1)), accepts=("tweet",))
    assert (
        "tweet_count"
        in old.call("/2/users/me", {"user.fields": "public_metrics"}).json()["data"]["public_metrics"]
    )


def test_without_fields_an_account_is_three_words_and_a_post_is_three(desk):
    assert set(desk.call(f"/2/users/{desk.id}").json()["data"]) == {"id", "name", "username"}
    (post, *_rest) = desk.call(f"/2/users/{desk.id}/tweets", {"max_results": 5}).json()["data"]
    assert set(post) == {"id", "text", "edit_history_post_ids"}


@pytest.mark.parametrize(("words", "reposts"), [("post", "repost_count"), ("tweet", "retweet_count")])
def test_answers_come_in_the_words_of_the_question(desk, words, reposts):
    body = desk.call(
        f"/2/users/{desk.id}/tweets", {"max_results": 5, f"{words}.fields": "public_metrics"}
    ).json()
    assert set(body["data"][0]["public_metrics"]) == {
        reposts, "reply_count", "like_count", "quote_count", "bookmark_count", "impression_count",
    }  # fmt: skip
    assert f"edit_history_{words}_ids" in body["data"][0]


@pytest.mark.parametrize(
    ("params", "told"),
    [
        ({"mood": "good"}, "The query parameter [mood] is not one of ["),
        ({"max_results": 4}, "The `max_results` query parameter value [4] is not between 5 and 100"),
        ({"max_results": 101}, "The `max_results` query parameter value [101] is not between 5 and 100"),
        ({"post.fields": "mood"}, "The `post.fields` query parameter value [mood] is not one of ["),
        ({"post.fields": "author_id"}, "The `post.fields` query parameter value [author_id] is not one of ["),
        ({"exclude": "likes"}, "The `exclude` query parameter value [likes] is not one of ["),
        ({"expansions": "mood"}, "The `expansions` query parameter value [mood] is not one of ["),
        ({"since_id": "1e5"}, "The `since_id` query parameter value [1e5] does not match ^[0-9]{1,19}$"),
        (
            {"start_time": "2026-10-01"},
            "The `start_time` query parameter value [2026-10-01] is not a valid RFC3339",
        ),
        (
            {"pagination_token": "nonsense!"},
            "The `pagination_token` query parameter value [nonsense!] is not valid",
        ),
    ],
)
def test_what_x_does_not_know_is_a_400_that_names_it(desk, params, told):
    answer = desk.call(f"/2/users/{desk.id}/tweets", {"max_results": 5, **params})
    body = answer.json()
    assert (answer.status_code, body["title"], problem(body)) == (400, "Invalid Request", "invalid-request")
    assert body["errors"][0]["message"].startswith(told)
    assert list(body["errors"][0]["parameters"]) == list(params)


def test_a_server_of_one_vocabulary_does_not_know_the_parameter_of_the_other():
    desk = Desk(Planned(NOW - timedelta(days=1)), accepts=("tweet",))
    answer = desk.timeline()
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["message"].startswith(
        "The query parameter [post.fields] is not one of ["
    )
    assert (
        desk.call(f"/2/users/{desk.id}/tweets", {"max_results": 5, "tweet.fields": "lang"}).status_code == 200
    )


@pytest.mark.parametrize("wrong", ["", ",", "12a", ",".join(["1"] * 101), "12345678901234567890"])
def test_ids_are_one_to_a_hundred_numbers(desk, wrong):
    assert desk.call("/2/tweets", {"ids": wrong}).status_code == 400


@pytest.mark.parametrize("token", ["wrong", "twin-x-1-access-0"])
def test_a_token_that_x_did_not_give_is_a_401(desk, token):
    answer = desk.timeline(token)
    assert (answer.status_code, answer.json()["title"]) == (401, "Unauthorized")
    assert desk.call(f"/2/users/{desk.id}", headers={"Authorization": f"Basic {token}"}).status_code == 401
    assert desk.call(f"/2/users/{desk.id}", headers={}).status_code == 401


def test_tokens_end_after_two_hours_and_both_rotate(desk):
    first, refresh = first_token("x", desk.id), first_refresh_token("x", desk.id)
    given = desk.renew(refresh).json()
    assert (given["expires_in"], given["token_type"]) == (7200, "bearer")
    assert desk.timeline(first).status_code == 401
    assert desk.timeline(given["access_token"]).status_code == 200
    assert desk.renew(refresh).json()["error"] == "invalid_request"
    desk.clock.set(NOW + timedelta(hours=2))
    assert desk.timeline(given["access_token"]).status_code == 401
    basic = {"Authorization": f"Basic {b64encode(b'desk:secret').decode()}"}
    form = {"grant_type": "refresh_token", "refresh_token": given["refresh_token"]}
    assert desk.call("/2/oauth2/token", method="POST", data=form, headers={}).status_code == 401
    assert desk.call("/2/oauth2/token", method="POST", data=form, headers=basic).status_code == 200


def test_a_timeline_is_newest_first_with_reposts_unless_they_are_excluded():
    desk = Desk(*series(60, timedelta(hours=5)))
    (body,) = desk.walk()
    assert ids(body) == sorted(ids(body), key=int, reverse=True)
    reposts = [post for post in body["data"] if post["text"].startswith("RT @")]
    assert reposts and len(body["data"]) == 60 + len(reposts)
    (without,) = desk.walk(exclude="retweets")
    assert len(without["data"]) == without["meta"]["result_count"] == 60
    assert (without["meta"]["newest_id"], without["meta"]["oldest_id"]) == (ids(without)[0], ids(without)[-1])


def test_pages_may_be_short_or_empty_and_still_go_on():
    desk = Desk(*series(60, timedelta(hours=5)))
    pages = desk.walk(max_results=10, exclude="retweets")
    counts = [len(page.get("data", [])) for page in pages]
    assert sum(counts) == 60 and counts[1] == 0
    assert any(0 < count < 10 for count in counts[:-1])
    assert (
        "data" not in pages[1] and pages[1]["meta"]["result_count"] == 0 and "next_token" in pages[1]["meta"]
    )
    assert [name for page in pages for name in ids(page)] == ids(desk.walk(exclude="retweets")[0])


def test_a_window_holds_its_start_and_not_its_end_and_ids_are_exclusive_bounds():
    desk = Desk(*series(10, timedelta(days=1), newest=NOW - timedelta(days=1)))
    moments = [each.posted_at for each in desk.account.planned]
    start, end = (f"{moments[index]:%Y-%m-%dT%H:%M:%SZ}" for index in (5, 2))
    inside = ids(desk.timeline(start_time=start, end_time=end, exclude="retweets").json())
    assert inside == [each.id for each in desk.account.planned[3:6]]
    between = desk.timeline(
        since_id=snowflake(moments[5]), until_id=snowflake(moments[2]), exclude="retweets"
    ).json()
    assert ids(between) == inside[:-1]


@pytest.mark.parametrize(("exclude", "depth"), [("retweets", 3200), ("replies", 800)])
def test_a_timeline_has_an_end_before_the_first_post(exclude, depth):
    desk = Desk(*series(3300, timedelta(hours=1)))
    everything = [each.id for each in timeline(desk.account, NOW)]
    listed = [name for page in desk.walk(exclude=exclude, **{"post.fields": "id"}) for name in ids(page)]
    assert listed[-1] in everything[depth - 5 : depth] and everything[depth] not in listed
    beyond = desk.timeline(
        exclude=exclude, end_time=f"{desk.account.planned[-50].posted_at:%Y-%m-%dT%H:%M:%SZ}"
    ).json()
    assert beyond == {"meta": {"result_count": 0}}


def test_a_post_has_an_id_for_each_edit_and_the_timeline_shows_the_newest():
    posted = NOW - timedelta(hours=10)
    desk = Desk(Planned(posted, edits=[posted + timedelta(minutes=20)]))
    first, second = snowflake(posted), snowflake(posted + timedelta(minutes=20))
    (post,) = desk.timeline(exclude="retweets").json()["data"]
    assert post["id"] == second and post["edit_history_post_ids"] == [first, second]
    both = desk.call("/2/tweets", {"ids": f"{first},{second}", "post.fields": "public_metrics"}).json()[
        "data"
    ]
    assert [each["id"] for each in both] == [first, second]
    total = desk.account.counters(first, NOW)
    assert sum(each["public_metrics"]["like_count"] for each in both) == total["likes"]
    assert both[0]["public_metrics"]["like_count"] < total["likes"]


def test_private_fields_silently_cut_the_timeline_to_thirty_days():
    desk = Desk(*series(40, timedelta(days=1)))
    assert len(ids(desk.timeline(exclude="retweets").json())) == 40
    private = desk.timeline(exclude="retweets", **{"post.fields": PRIVATE}).json()
    assert len(ids(private)) == 30 and "errors" not in private
    assert private["data"][0]["non_public_metrics"]["user_profile_clicks"] > 0


def test_old_posts_asked_for_with_private_fields_are_dropped_with_an_error_for_each_field():
    young, old = Planned(NOW - timedelta(days=1)), Planned(NOW - timedelta(days=31))
    desk = Desk(young, old)
    body = desk.call("/2/tweets", {"ids": f"{young.id},{old.id},99", "post.fields": PRIVATE}).json()
    assert ids(body) == [young.id]
    refused = [error for error in body["errors"] if problem(error) == "not-authorized-for-field"]
    assert {error["field"] for error in refused} == {
        "non_public_metrics.impression_count", "non_public_metrics.url_link_clicks",
        "non_public_metrics.user_profile_clicks", "non_public_metrics.engagements",
    }  # fmt: skip
    assert {error["resource_id"] for error in refused} == {old.id}
    assert {error["title"] for error in refused} == {"Field Authorization Error"}
    (missing,) = [error for error in body["errors"] if problem(error) == "resource-not-found"]
    assert (missing["value"], missing["parameter"], missing["resource_type"]) == ("99", "ids", "tweet")


def test_a_deleted_post_leaves_the_timeline_and_is_not_found_by_id():
    post = Planned(NOW - timedelta(days=2), deleted_at=NOW - timedelta(hours=1))
    desk = Desk(post)
    assert desk.timeline().json() == {"meta": {"result_count": 0}}
    body = desk.call("/2/tweets", {"ids": post.id}).json()
    assert "data" not in body and problem(body["errors"][0]) == "resource-not-found"
    desk.clock.set(NOW - timedelta(hours=2))
    assert ids(desk.call("/2/tweets", {"ids": post.id}).json()) == [post.id]


def test_an_apps_own_token_reads_public_fields_only():
    desk = Desk(Planned(NOW - timedelta(days=1)))
    assert len(ids(desk.timeline(APP_ONLY, exclude="retweets").json())) == 1
    body = desk.timeline(APP_ONLY, exclude="retweets", **{"post.fields": PRIVATE}).json()
    assert "data" not in body and {problem(error) for error in body["errors"]} == {"not-authorized-for-field"}
    me = desk.call("/2/users/me", token=APP_ONLY)
    assert (me.status_code, problem(me.json())) == (403, "unsupported-authentication")
    strict = Desk(Planned(NOW - timedelta(days=1)), refuses_private=True)
    assert strict.timeline(APP_ONLY, **{"post.fields": PRIVATE}).status_code == 403


def test_promoted_metrics_of_what_was_never_promoted_give_nothing(desk):
    assert desk.timeline(**{"post.fields": "promoted_metrics"}).json() == {"meta": {"result_count": 0}}


def test_links_media_and_long_texts():
    link = Planned(NOW - timedelta(hours=1), "Read it #Golf", "link")
    video = Planned(NOW - timedelta(hours=2), "Watch it", "video")
    long = Planned(NOW - timedelta(hours=3), "word " * 100)
    desk = Desk(link, video, long)
    body = desk.timeline(
        exclude="retweets", expansions="attachments.media_keys",
        **{"post.fields": "entities,attachments,note_post,non_public_metrics", "media.fields": "duration_ms"},
    ).json()  # fmt: skip
    first, second, third = body["data"]
    (url,) = first["entities"]["urls"]
    assert first["text"][url["start"] : url["end"]] == url["url"]
    assert (
        first["entities"]["hashtags"] == [{"tag": "golf"}]
        and "url_link_clicks" in first["non_public_metrics"]
    )
    assert "url_link_clicks" not in second["non_public_metrics"]
    (media,) = body["includes"]["media"]
    assert (media["type"], media["duration_ms"], [media["media_key"]]) == (
        "video", 30000, second["attachments"]["media_keys"],
    )  # fmt: skip
    assert len(third["text"]) == 280 and third["note_post"]["text"] == "word " * 100


def test_every_answer_tells_what_is_left_and_the_one_too_many_is_a_429(desk):
    desk = Desk(Planned(NOW - timedelta(days=1)), limits={"timeline": (10_000, 2)})
    first = desk.timeline()
    reset = datetime(1970, 1, 1) + timedelta(seconds=int(first.headers["x-rate-limit-reset"]))
    assert (first.headers["x-rate-limit-limit"], first.headers["x-rate-limit-remaining"]) == ("2", "1")
    assert NOW < reset <= NOW + timedelta(minutes=15)
    desk.timeline()
    third = desk.timeline()
    assert (third.status_code, third.json()["title"], third.json()["type"]) == (
        429,
        "Too Many Requests",
        "about:blank",
    )
    assert third.headers["x-rate-limit-remaining"] == "0"
    desk.clock.set(reset)
    assert desk.timeline().status_code == 200


@pytest.mark.parametrize(("endpoint", "app", "user"), [("timeline", 10_000, 900), ("posts", 3_500, 5_000)])
def test_the_limits_are_the_documented_ones(desk, endpoint, app, user):
    path, params = {"timeline": (f"/2/users/{desk.id}/tweets", {}), "posts": ("/2/tweets", {"ids": "1"})}[
        endpoint
    ]
    assert desk.call(path, params).headers["x-rate-limit-limit"] == str(user)
    assert desk.call(path, params, token=APP_ONLY).headers["x-rate-limit-limit"] == str(app)


def test_the_bill_counts_an_object_once_a_utc_day_and_ends_with_402():
    desk = Desk(*series(5, timedelta(hours=5)), bill=Bill(credits=0.008))
    for _ in range(3):
        desk.timeline(exclude="retweets")
    assert desk.fake.bill.spent == 5_000
    desk.clock.set(NOW + timedelta(days=1))
    desk.timeline(exclude="retweets")
    refused = desk.timeline(exclude="retweets")
    assert (refused.status_code, refused.json()["title"]) == (402, "CreditsDepleted")


def test_the_usage_is_told_to_an_app_and_a_cap_is_a_429_of_its_own_kind():
    desk = Desk(*series(5, timedelta(hours=5)), bill=Bill(cap=5))
    desk.timeline(exclude="retweets")
    capped = desk.timeline()
    assert (capped.status_code, problem(capped.json())) == (429, "usage-capped")
    assert {"period", "scope"} <= set(capped.json())
    assert desk.call("/2/usage/tweets").status_code == 403
    fresh = Desk(*series(5, timedelta(hours=5)))
    fresh.timeline(exclude="retweets")
    usage = fresh.call("/2/usage/tweets", {"days": 7}, token=APP_ONLY).json()["data"]
    assert usage["project_usage"] == "5"
    assert usage["daily_project_usage"]["usage"] == [{"date": "2026-11-20T00:00:00.000Z", "usage": "5"}]
    assert fresh.call("/2/usage/tweets", {"days": 91}, token=APP_ONLY).status_code == 400


def test_users_by_id_and_by_name_and_those_that_are_not_there(desk):
    body = desk.call("/2/users", {"ids": f"{desk.id},99"}).json()
    assert {problem(error) for error in body["errors"]} == {"resource-not-found"}
    assert desk.call("/2/users/by/username/ACMEGOLF").json()["data"]["id"] == desk.id
    missing = desk.call("/2/users/by/username/nobody")
    assert missing.status_code == 200 and missing.json()["errors"][0]["resource_type"] == "user"


FAULTS = {
    "expired_token": (401, "Unauthorized"),
    "rate_limited": (429, "Too Many Requests"),
    "retired_version": (410, None),
    "server_errors": (503, "Service Unavailable"),
    "missing_permission": (403, "Client Forbidden"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_faults_that_refuse_calls(desk, fault):
    desk.faults.switch_on(fault, desk.id)
    answer = desk.timeline()
    assert (answer.status_code, answer.json().get("title")) == FAULTS[fault]
    assert desk.timeline(APP_ONLY).status_code == 200
    desk.faults.switch_off()
    assert desk.timeline().status_code == 200


def test_faults_that_answer_wrongly():
    desk = Desk(*series(20, timedelta(hours=5)))
    desk.faults.switch_on("rate_limited", shape="codes")
    assert desk.timeline().json() == {"errors": [{"code": 88, "message": "Rate limit exceeded"}]}
    desk.faults.switch_off()
    desk.faults.switch_on("empty_ok")
    assert desk.timeline().json() == {"meta": {"result_count": 0}}
    assert desk.call("/2/tweets", {"ids": "1"}).json() == desk.call("/2/users/me").json() == {}
    desk.faults.switch_off()
    desk.faults.switch_on("repeated_cursor")
    tokens = [desk.timeline(max_results=5).json()["meta"]["next_token"]]
    tokens.append(desk.timeline(max_results=5, pagination_token=tokens[0]).json()["meta"]["next_token"])
    assert tokens[0] == tokens[1]
    desk.faults.switch_off()
    desk.faults.switch_on("retired_metric", metric="non_public_metrics")
    assert desk.timeline(**{"post.fields": PRIVATE}).status_code == 400
    desk.faults.switch_on("retired_metric", metric="bookmark_count")
    assert "bookmark_count" not in desk.timeline().json()["data"][0]["public_metrics"]
    desk.faults.switch_off()
    desk.faults.switch_on("clock_skew", seconds=3600)
    assert desk.timeline().headers["date"] == "Fri, 20 Nov 2026 10:00:00 GMT"


def test_a_refresh_token_is_refused_while_the_authorisation_is_withdrawn(desk):
    desk.faults.switch_on("expired_token", desk.id)
    assert desk.renew(first_refresh_token("x", desk.id)).status_code == 400
