"""The fake Graph API for Facebook Pages: it answers, refuses and limits as Meta's documentation says."""

import asyncio
import json
from datetime import date, datetime, timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx
import pytest

from tests.facebook_twin import NOW, page_world
from twin.clock import Clock
from twin.fakes.facebook import FacebookFake
from twin.fakes.graph_times import midnight
from twin.fakes.tokens import first_token

WORLD = page_world()
PAGE = WORLD.of("facebook")[0]
PAGE_ID = PAGE.profile.account_id
TOKEN = first_token("facebook", PAGE_ID)
SUMMARIES = (
    "id,message,shares,reactions.limit(0).summary(total_count).as(all_of_them),"
    "reactions.type(LOVE).limit(0).summary(total_count).as(loves),comments.limit(0).summary(total_count)"
)


def fake(at=NOW, **how):
    return FacebookFake(WORLD, Clock(at), **how)


def called(on, path, token=TOKEN, form=None, **params):
    """The response to one call, with the token in a header."""
    headers = {"authorization": f"Bearer {token}"} if token else {}

    async def work():
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(on.app), base_url="http://facebook.twin"
        ) as client:
            if form is not None:
                return await client.post(path, data=form, headers=headers)
            return await client.get(path, params=params or None, headers=headers)

    return asyncio.run(work())


def error(response):
    return response.json()["error"]


def edge(name):
    return f"/v25.0/{PAGE_ID}/{name}"


def epoch(moment):
    return int((moment - datetime(1970, 1, 1)).total_seconds())


def days(on, metric, first, last, **how):
    """The values of a metric by Pacific day, through the answer's end_time."""
    asked = {
        "metric": metric,
        "period": "day",
        "since": epoch(midnight(first)),
        "until": epoch(midnight(last)),
    }
    return called(on, edge("insights"), **{**asked, **how})


def test_a_version_answers_until_it_ends():
    assert called(fake(), f"/v25.0/{PAGE_ID}").headers["facebook-api-version"] == "v25.0"
    ended = called(fake(), f"/v20.0/{PAGE_ID}")
    assert (ended.status_code, ended.headers["facebook-api-version"]) == (200, "v21.0")
    assert called(fake(), f"/{PAGE_ID}").headers["facebook-api-version"] == "v21.0"
    never = called(fake(), f"/v99.0/{PAGE_ID}")
    assert (never.status_code, error(never)["code"]) == (400, 2500)


def test_a_token_is_taken_from_header_and_query_and_refused_with_190():
    on = fake()
    assert called(on, "/v25.0/me").json()["id"] == PAGE_ID
    assert called(on, "/v25.0/me", token=None, access_token=TOKEN).status_code == 200
    unknown = called(on, "/v25.0/me", token="another")
    assert (unknown.status_code, error(unknown)["code"]) == (400, 190)
    assert set(error(unknown)) == {"message", "type", "code", "is_transient", "fbtrace_id"}
    on.tokens.expire(PAGE_ID, NOW)
    ended = called(on, "/v25.0/me")
    assert (ended.status_code, error(ended)["code"], error(ended)["error_subcode"]) == (401, 190, 463)


def test_page_node_has_what_is_asked_for():
    body = called(fake(), f"/v25.0/{PAGE_ID}", fields="username,followers_count").json()
    assert body == {
        "username": PAGE.profile.handle, "followers_count": PAGE.followers(NOW), "id": PAGE_ID,
    }  # fmt: skip
    wrong = called(fake(), f"/v25.0/{PAGE_ID}", fields="followers")
    assert (error(wrong)["code"], "nonexisting field" in error(wrong)["message"]) == (100, True)


def test_another_page_is_not_shown():
    other = page_world(pages=2)
    on = FacebookFake(other, Clock(NOW))
    second = other.of("facebook")[1].profile.account_id
    refused = called(on, f"/v25.0/{second}", token=first_token("facebook", PAGE_ID))
    assert (error(refused)["code"], error(refused)["error_subcode"]) == (100, 33)


def test_post_fields_with_aliases_and_without_shares_where_there_are_none():
    found = called(fake(), edge("published_posts"), fields=SUMMARIES, limit=100).json()["data"]
    counted = {post.id: PAGE.counters(post.id, NOW) for post in PAGE.posts(NOW)}
    for item in found:
        counters = counted[item["id"]]
        assert item["all_of_them"] == {"data": [], "summary": {"total_count": counters["likes"]}}
        assert item["loves"]["summary"]["total_count"] == counters["likes"] // 10
        assert item["comments"]["summary"]["total_count"] == counters["comments"]
        assert item.get("shares") == ({"count": counters["shares"]} if counters["shares"] else None)
    assert {item["id"] for item in found if "shares" not in item}, "some posts have no shares"


@pytest.mark.parametrize("limit", [1, 4, 100])
def test_pages_are_short_or_empty_and_lead_to_every_post_once(limit):
    on, params, ids, sizes = fake(), {"fields": "id", "limit": limit}, [], []
    while True:
        body = called(on, edge("published_posts"), **params).json()
        ids += [item["id"] for item in body["data"]]
        sizes.append(len(body["data"]))
        if "next" not in body.get("paging", {}):
            break
        assert body["paging"]["cursors"]["after"]
        params["after"] = body["paging"]["cursors"]["after"]
    assert ids == [post.id for post in PAGE.posts(NOW)]
    assert min(sizes[:-1], default=limit) < limit or limit == 100


def test_the_address_of_the_next_page_holds_the_token():
    body = called(fake(), edge("published_posts"), fields="id", limit=3).json()
    query = dict(parse_qsl(urlsplit(body["paging"]["next"]).query))
    assert (query["access_token"], query["limit"]) == (TOKEN, "3")


def test_published_posts_between_two_moments():
    posts = PAGE.posts(NOW)
    since, until = posts[20].posted_at, posts[10].posted_at
    body = called(fake(), edge("published_posts"), since=epoch(since), until=epoch(until), limit=100).json()
    assert [item["id"] for item in body["data"]] == [post.id for post in posts[10:21]]


@pytest.mark.parametrize(("limit", "fields"), [(101, "id"), (100, "id,message,story")])
def test_too_much_data_at_once(limit, fields):
    response = called(fake(most_data=200), edge("published_posts"), limit=limit, fields=fields)
    assert (response.status_code, error(response)["code"]) == (500, 1)
    assert "reduce the amount of data" in error(response)["message"]


def test_a_deleted_post_is_not_listed_and_asked_by_id_is_100_33():
    world = page_world()
    page, on = world.of("facebook")[0], FacebookFake(world, Clock(NOW))
    gone = page.posts(NOW)[5].id
    assert called(on, f"/v25.0/{gone}").status_code == 200
    page.deleted_at[gone] = NOW
    listed = called(on, edge("published_posts"), limit=100).json()["data"]
    assert gone not in {item["id"] for item in listed}
    for path in (gone, f"{gone}/insights", f"{gone}/comments"):
        refused = called(on, f"/v25.0/{path}", metric="post_clicks")
        assert (error(refused)["code"], error(refused)["error_subcode"]) == (100, 33)


def test_post_insights_are_lifetime_values():
    post = PAGE.posts(NOW)[3]
    body = called(
        fake(), f"/v25.0/{post.id}/insights", metric="post_media_view,post_reactions_by_type_total"
    ).json()
    counters = PAGE.counters(post.id, NOW)
    views, reactions = body["data"]
    assert (views["period"], views["values"]) == ("lifetime", [{"value": counters["views"]}])
    assert sum(reactions["values"][0]["value"].values()) == counters["likes"]
    assert 0 not in reactions["values"][0]["value"].values()


def test_an_object_without_activity_is_empty():
    fresh = PAGE.posts(NOW)[0]
    on = FacebookFake(WORLD, Clock(fresh.posted_at))
    body = called(on, f"/v25.0/{fresh.id}/insights", metric="post_reactions_by_type_total").json()
    assert body["data"][0]["values"] == [{"value": {}}]


@pytest.mark.parametrize(
    "bad", ["post_impressions", "post_impressions_unique", "post_engaged_users", "page_media_view", ""]
)
def test_one_metric_that_is_dead_spoils_the_whole_call(bad):
    post = PAGE.posts(NOW)[3]
    refused = called(fake(), f"/v25.0/{post.id}/insights", metric=f"post_media_view,{bad}" if bad else "")
    assert refused.status_code == 400
    assert (error(refused)["code"], "error_subcode" in error(refused)) == (100, False)
    assert "must be a valid insights metric" in error(refused)["message"]


def test_a_known_metric_with_another_period_is_another_error():
    refused = called(fake(), edge("insights"), metric="page_follows", period="week")
    assert (error(refused)["code"], "incompatible" in error(refused)["message"]) == (100, True)


@pytest.mark.parametrize(
    ("first", "stamps"),
    [
        (
            date(2026, 3, 7),
            ["2026-03-08T08:00:00+0000", "2026-03-09T07:00:00+0000", "2026-03-10T07:00:00+0000"],
        ),
        (
            date(2026, 10, 31),
            ["2026-11-01T07:00:00+0000", "2026-11-02T08:00:00+0000", "2026-11-03T08:00:00+0000"],
        ),
    ],
)
def test_days_are_closed_at_midnight_pacific_time_over_changes_of_clocks(first, stamps):
    world = page_world(begun=datetime(2026, 1, 10))
    on = FacebookFake(world, Clock(NOW))
    values = days(on, "page_media_view", first, first + timedelta(days=3)).json()["data"][0]["values"]
    assert [value["end_time"] for value in values] == stamps
    account = world.of("facebook")[0]
    told = [account.day(first + timedelta(days=n), "America/Los_Angeles", NOW)["views"] for n in range(3)]
    assert [value["value"] for value in values] == told


def test_the_running_day_is_not_given_and_page_follows_is_a_running_total():
    today = date(2026, 11, 20)  # 01:00 in California
    body = days(
        fake(), "page_follows,page_daily_follows_unique", date(2026, 11, 17), today + timedelta(days=1)
    )
    total, gained = (entry["values"] for entry in body.json()["data"])
    assert [value["end_time"][:10] for value in total] == ["2026-11-18", "2026-11-19", "2026-11-20"]
    assert total[-1]["value"] == PAGE.followers(midnight(today))
    assert gained[-1]["value"] < total[-1]["value"]


def test_a_week_is_a_rolling_total_and_people_of_many_days_are_counted_once():
    last = date(2026, 11, 10)
    of_days = days(
        fake(), "page_media_view,page_total_media_view_unique", last - timedelta(days=7), last
    ).json()
    of_week = days(
        fake(), "page_media_view,page_total_media_view_unique", last - timedelta(days=1), last, period="week"
    ).json()
    views, reach = ([value["value"] for value in entry["values"]] for entry in of_days["data"])
    assert of_week["data"][0]["values"][0]["value"] == sum(views)
    assert of_week["data"][1]["values"][0]["value"] < sum(reach)


def test_a_window_is_90_days_at_most_and_history_two_years():
    last = date(2026, 11, 1)
    assert days(fake(), "page_media_view", last - timedelta(days=89), last).status_code == 200
    refused = days(fake(), "page_media_view", last - timedelta(days=92), last)
    assert (error(refused)["code"], "90 days" in error(refused)["message"]) == (100, True)
    old = FacebookFake(page_world(begun=datetime(2024, 6, 1)), Clock(NOW))
    values = days(old, "page_media_view", date(2024, 11, 10), date(2024, 11, 30)).json()["data"][0]["values"]
    assert values[0]["end_time"] == "2024-11-21T08:00:00+0000"


def test_the_pages_of_insights_never_end():
    on, address = fake(), None
    body = days(on, "page_media_view", date(2026, 11, 10), date(2026, 11, 19)).json()
    for _ in range(4):
        address = urlsplit(body["paging"]["next"])
        body = called(on, f"{address.path}?{address.query}").json()
    assert int(dict(parse_qsl(address.query))["since"]) > epoch(NOW)
    assert (body["data"], "next" in body["paging"]) == ([], True)


def test_without_read_insights_and_for_a_small_page_insights_are_silently_empty():
    on = fake()
    on.faults.switch_on("missing_permission", PAGE_ID, permission="read_insights")
    assert days(on, "page_media_view", date(2026, 11, 1), date(2026, 11, 9)).json()["data"] == []
    assert called(on, edge("published_posts")).status_code == 200
    on.faults.switch_on("missing_permission", PAGE_ID)
    refused = called(on, edge("published_posts"))
    assert (refused.status_code, error(refused)["code"]) == (403, 10)


def test_data_access_ends_90_days_after_consent_without_an_error():
    on = fake(consented_at=NOW - timedelta(days=90))
    assert called(on, edge("published_posts")).json()["data"] == []
    assert called(on, f"/v25.0/{PAGE_ID}", fields="followers_count").status_code == 200
    told = called(on, "/v25.0/debug_token", input_token=TOKEN).json()["data"]
    assert (told["is_valid"], told["expires_at"]) == (True, 0)
    assert told["data_access_expires_at"] == epoch(NOW)


def test_usage_is_told_in_percent_and_refused_beyond():
    on = fake(calls_a_day=4)
    shares = []
    for _ in range(4):
        headers = called(on, "/v25.0/me").headers
        [use] = json.loads(headers["x-business-use-case-usage"])[PAGE_ID]
        shares.append(use["call_count"])
    assert shares == [25, 50, 75, 100]
    refused = called(on, "/v25.0/me")
    [use] = json.loads(refused.headers["x-business-use-case-usage"])[PAGE_ID]
    assert (refused.status_code, error(refused)["code"]) == (400, 80001)
    assert use["estimated_time_to_regain_access"] == 24 * 60


def batched(on, *addresses):
    parts = [{"method": "GET", "relative_url": address} for address in addresses]
    return called(on, "/v25.0/", form={"batch": json.dumps(parts)})


def test_a_batch_has_a_status_and_a_body_as_text_for_each_part():
    newest = PAGE.posts(NOW)[0].id
    query = urlencode({"metric": "post_clicks,post_impressions"})
    response = batched(fake(), newest, "17_17", f"{newest}/insights?{query}", f"v24.0/{newest}")
    found = response.json()
    assert [part["code"] for part in found] == [200, 400, 400, 200]
    assert json.loads(found[0]["body"])["id"] == newest
    assert json.loads(found[1]["body"])["error"]["error_subcode"] == 33
    versions = [
        next(one["value"] for one in part["headers"] if one["name"] == "facebook-api-version")
        for part in found
    ]
    assert versions == ["v25.0", "v25.0", "v25.0", "v24.0"]


def test_each_part_of_a_batch_counts_and_there_are_50_at_most():
    on = fake(calls_a_day=3)
    assert [part["code"] for part in batched(on, *["me"] * 5).json()] == [200, 200, 200, 400, 400]
    refused = batched(fake(), *["me"] * 51)
    assert (refused.status_code, "Maximum batch size is 50" in error(refused)["message"]) == (400, True)


def test_comments_of_the_first_level_or_as_a_stream():
    post, replies = next(
        (post, found)
        for post in PAGE.posts(NOW)
        if (found := [each for each in PAGE.comments(post.id, NOW) if each.parent_id])
    )
    asked = {"fields": "id,from,like_count,parent", "limit": 100}
    stream = called(fake(), f"/v25.0/{post.id}/comments", filter="stream", **asked).json()["data"]
    top = called(fake(), f"/v25.0/{post.id}/comments", **asked).json()["data"]
    assert len(stream) - len(top) == len(replies)
    assert {item["id"]: item["parent"]["id"] for item in stream if "parent" in item} == {
        each.id: each.parent_id for each in replies
    }
    assert all(set(item) == {"id", "from", "like_count"} for item in top)


def test_the_pages_of_a_token():
    [page] = called(fake(), "/v25.0/me/accounts").json()["data"]
    assert (page["id"], page["access_token"], "ANALYZE" in page["tasks"]) == (PAGE_ID, TOKEN, True)


@pytest.mark.parametrize(
    ("fault", "details", "status", "code"),
    [
        ("expired_token", {}, 401, 190),
        ("rate_limited", {}, 400, 80001),
        ("retired_version", {}, 400, 2635),
        ("server_errors", {}, 503, 2),
        ("missing_permission", {}, 403, 10),
    ],
)
def test_faults_with_an_error(fault, details, status, code):
    on = fake()
    on.faults.switch_on(fault, PAGE_ID, **details)
    response = called(on, edge("published_posts"))
    assert (response.status_code, error(response)["code"]) == (status, code)


def test_faults_without_an_error():
    on = fake()
    on.faults.switch_on("empty_ok")
    assert called(on, edge("published_posts")).json() == {"data": []}
    on.faults.switch_off()
    on.faults.switch_on("repeated_cursor")
    first = called(on, edge("published_posts"), limit=3).json()["paging"]["cursors"]["after"]
    second = called(on, edge("published_posts"), limit=3, after=first).json()["paging"]
    assert (second["cursors"]["after"], "next" in second) == (first, True)
    on.faults.switch_off()
    on.faults.switch_on("truncated_body")
    with pytest.raises(json.JSONDecodeError):
        called(on, edge("published_posts")).json()
    on.faults.switch_off()
    on.faults.switch_on("retired_metric", metric="page_media_view")
    assert error(days(on, "page_media_view", date(2026, 11, 1), date(2026, 11, 9)))["code"] == 100
    on.faults.switch_on("clock_skew", seconds=600)
    assert called(on, "/v25.0/me").headers["date"] == "Fri, 20 Nov 2026 09:10:00 GMT"
