"""The fake Instagram answers, refuses and limits as the platform is documented to."""

import asyncio
from datetime import date, datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.instagram_twin import instagram_world
from twin.clock import Clock
from twin.fakes.instagram import InstagramFake
from twin.fakes.tokens import first_token
from twin.social import SocialAccount, SocialPost

NOW = datetime(2026, 11, 15, 4, 0)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


class Caller:
    """Calls a fake as its only account."""

    def __init__(self, begun: datetime = datetime(2026, 7, 1), **fake: Any) -> None:
        self.clock = Clock(NOW)
        self.fake = InstagramFake(instagram_world(begun), self.clock, **fake)
        self.account: SocialAccount = self.fake.world.of("instagram")[0]
        self.own = self.account.profile.account_id
        self.token = first_token("instagram", self.own)

    def get(self, path: str, **params: Any) -> httpx.Response:
        async def call() -> httpx.Response:
            wire = httpx.ASGITransport(self.fake.app)
            headers = {"authorization": f"Bearer {self.token}"}
            async with httpx.AsyncClient(
                transport=wire, base_url="http://instagram.twin", headers=headers
            ) as http:
                return await http.get(f"/v25.0/{path}", params=params)

        return asyncio.run(call())

    def body(self, path: str, **params: Any) -> Any:
        response = self.get(path, **params)
        assert response.status_code == 200, response.text
        return response.json()

    def error(self, path: str, **params: Any) -> dict[str, Any]:
        response = self.get(path, **params)
        assert response.status_code == 400, response.text
        return dict(response.json()["error"])

    def one(self, kind: str) -> SocialPost:
        found = [*self.account.posts(NOW), *self.account.stories(NOW)]
        return next(post for post in found if post.content_type == kind)


@pytest.fixture
def caller() -> Caller:
    return Caller()


def epoch(moment: datetime) -> int:
    return int((moment - datetime(1970, 1, 1)).total_seconds())


def test_media_come_newest_first_over_short_pages_with_cursors(caller: Caller) -> None:
    seen: list[dict[str, Any]] = []
    after, sizes = None, []
    while True:
        body = caller.body(
            f"{caller.own}/media", fields="id,timestamp", limit=10, **({"after": after} if after else {})
        )
        seen += body["data"]
        sizes.append(len(body["data"]))
        if "next" not in body.get("paging", {}):
            break
        after = body["paging"]["cursors"]["after"]
    assert [item["id"] for item in seen] == [post.id for post in caller.account.posts(NOW)]
    assert [item["timestamp"] for item in seen] == sorted((item["timestamp"] for item in seen), reverse=True)
    assert min(sizes[:-1]) < 10, "privacy shortens pages that are not the last"


def test_more_than_a_hundred_media_are_never_given_at_once(caller: Caller) -> None:
    assert len(caller.account.posts(NOW)) > 100
    assert len(caller.body(f"{caller.own}/media", limit=500)["data"]) <= 100


def test_media_are_bucketed_by_product_and_show_only_the_fields_asked_for(caller: Caller) -> None:
    kinds = {"reel": ("VIDEO", "REELS"), "carousel": ("CAROUSEL_ALBUM", "FEED"), "image": ("IMAGE", "FEED")}
    for kind, expected in kinds.items():
        post = caller.one(kind)
        body = caller.body(post.id, fields="media_type,media_product_type,timestamp")
        assert (body["media_type"], body["media_product_type"]) == expected
        assert set(body) == {"id", "media_type", "media_product_type", "timestamp"}
        assert body["timestamp"].endswith("+0000")
    assert caller.error(caller.one("reel").id, fields="id,impressions")["code"] == 100


def test_stories_live_for_a_day(caller: Caller) -> None:
    story = caller.one("story")
    listed = {item["id"] for item in caller.body(f"{caller.own}/stories")["data"]}
    assert story.id in listed
    caller.clock.set(story.posted_at + DAY + HOUR)
    assert story.id not in {item["id"] for item in caller.body(f"{caller.own}/stories")["data"]}
    assert caller.body(f"{story.id}/insights", metric="views") == {"data": []}


@pytest.mark.parametrize(
    ("kind", "refused"),
    [("reel", "follows"), ("reel", "profile_activity"), ("image", "replies"), ("carousel", "navigation"),
     ("story", "saved"), ("story", "likes"), ("image", "ig_reels_avg_watch_time")],
)  # fmt: skip
def test_a_metric_of_another_product_refuses_the_whole_call(caller: Caller, kind: str, refused: str) -> None:
    post = caller.one(kind)
    assert caller.body(f"{post.id}/insights", metric="views,reach")["data"]
    error = caller.error(f"{post.id}/insights", metric=f"views,{refused}")
    assert error["code"] == 100
    assert f"does not support the {refused} metric for this media product type" in error["message"]


@pytest.mark.parametrize("dead", ["impressions", "plays", "video_views", "engagement", "clips_replays_count"])
def test_dead_metrics_are_refused_with_the_list_of_those_that_live(caller: Caller, dead: str) -> None:
    error = caller.error(f"{caller.one('reel').id}/insights", metric=f"reach,{dead}")
    assert error["message"].startswith("(#100) metric[1] must be one of the following values: ")
    assert "views" in error["message"] and dead not in error["message"].split("values: ")[1].split(", ")


def test_cross_posted_views_of_media_that_is_not_cross_posted_refuse_the_call(caller: Caller) -> None:
    assert (
        caller.error(f"{caller.one('reel').id}/insights", metric="crossposted_views")["error_subcode"]
        == 2207086
    )


def test_breakdowns_come_with_values_and_with_a_total(caller: Caller) -> None:
    post = caller.one("story")
    plain, *_ = caller.body(f"{post.id}/insights", metric="navigation")["data"]
    assert "total_value" not in plain
    broken, *_ = caller.body(
        f"{post.id}/insights", metric="navigation", breakdown="story_navigation_action_type"
    )["data"]
    total = broken["total_value"]
    assert broken["values"][0]["value"] == total["value"]
    (parts,) = total["breakdowns"]
    assert parts["dimension_keys"] == ["story_navigation_action_type"]
    assert {"dimension_values", "value"} == set(parts["results"][0])
    assert caller.error(f"{post.id}/insights", metric="views", breakdown="action_type")["code"] == 100


def test_a_story_with_four_viewers_is_refused_with_the_code_of_a_permission(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = caller.one("story")
    told = caller.account.counters(story.id, NOW)
    monkeypatch.setattr(caller.account, "counters", lambda *_: {**told, "reach": 4})
    error = caller.error(f"{story.id}/insights", metric="views")
    assert (error["code"], error["message"]) == (
        10,
        "(#10) Not enough viewers for the media to show insights",
    )
    caller.fake.faults.switch_on("missing_permission")
    error = caller.error(f"{story.id}/insights", metric="views")
    assert (error["code"], error["message"]) == (
        10,
        "(#10) Application does not have permission for this action",
    )


def test_media_from_before_the_switch_and_media_that_is_gone() -> None:
    caller = Caller(professional_since=NOW - 10 * DAY)
    old = caller.account.posts(NOW)[-1]
    assert caller.error(f"{old.id}/insights", metric="views")["error_subcode"] == 2108006
    error = caller.error("17999999999999999", fields="id")
    assert (error["code"], error["error_subcode"]) == (100, 33)


def test_totals_are_given_with_their_type_only_and_cut_by_utc_days(caller: Caller) -> None:
    edge = f"{caller.own}/insights"
    window = {"since": epoch(datetime(2026, 11, 10)), "until": epoch(datetime(2026, 11, 11))}
    error = caller.error(edge, metric="views", period="day", **window)
    assert "(views) should be specified with parameter metric_type=total_value" in error["message"]
    shifted = {"since": window["since"] + 7200, "until": window["until"] - 7200}
    for asked in (window, shifted):
        (entry,) = caller.body(edge, metric="views", period="day", metric_type="total_value", **asked)["data"]
        true = caller.account.day(date(2026, 11, 10), "UTC", NOW)
        assert true is not None
        assert entry["total_value"] == {"value": true["views"]}
        assert "values" not in entry


def test_follows_need_their_breakdown_and_a_day_more(caller: Caller) -> None:
    edge = f"{caller.own}/insights"
    asked = {"metric": "follows_and_unfollows", "period": "day", "metric_type": "total_value"}
    ready = {"since": epoch(datetime(2026, 11, 13)), "until": epoch(datetime(2026, 11, 14))}
    late = {"since": epoch(datetime(2026, 11, 14)), "until": epoch(datetime(2026, 11, 15))}
    assert "total_value" not in caller.body(edge, **asked, **ready)["data"][0]
    (entry,) = caller.body(edge, **asked, **ready, breakdown="follow_type")["data"]
    results = entry["total_value"]["breakdowns"][0]["results"]
    true = caller.account.day(date(2026, 11, 13), "UTC", NOW)
    assert true is not None
    assert {part["dimension_values"][0]: part["value"] for part in results} == {
        "FOLLOWER": true["follows"],
        "NON_FOLLOWER": true["unfollows"],
    }
    (entry,) = caller.body(edge, **asked, **late, breakdown="follow_type")["data"]
    assert "results" not in entry["total_value"]["breakdowns"][0]


def test_series_end_at_pacific_midnights_in_summer_and_winter(caller: Caller) -> None:
    window = {"since": epoch(datetime(2026, 10, 31, 7)), "until": epoch(datetime(2026, 11, 3, 8))}
    (entry,) = caller.body(f"{caller.own}/insights", metric="reach", period="day", **window)["data"]
    ends = [value["end_time"] for value in entry["values"]]
    assert ends == ["2026-11-01T07:00:00+0000", "2026-11-02T08:00:00+0000", "2026-11-03T08:00:00+0000"]


def test_windows_are_no_longer_than_thirty_days_and_not_in_the_future(caller: Caller) -> None:
    edge, asked = f"{caller.own}/insights", {"metric": "reach", "period": "day"}
    month = {"since": epoch(NOW - 30 * DAY), "until": epoch(NOW)}
    assert caller.body(edge, **asked, **month)["data"]
    error = caller.error(edge, **asked, since=month["since"] - 1, until=month["until"])
    assert error["message"] == "(#100) There cannot be more than 30 days (2592000 s) between since and until"
    assert caller.error(edge, **asked, since=epoch(NOW + DAY), until=epoch(NOW + 2 * DAY))["code"] == 100


def test_new_followers_are_told_for_thirty_days_and_everything_for_ninety(caller: Caller) -> None:
    edge = f"{caller.own}/insights"
    old = {"since": epoch(NOW - 40 * DAY), "until": epoch(NOW - 35 * DAY)}
    assert "30 days" in caller.error(edge, metric="follower_count", period="day", **old)["message"]
    older = {"since": epoch(NOW - 100 * DAY), "until": epoch(NOW - 95 * DAY)}
    assert caller.body(edge, metric="reach", period="day", **older) == {"data": []}


def test_small_accounts_have_no_new_followers_and_no_demographics(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caller.account, "followers", lambda _: 99)
    edge = f"{caller.own}/insights"
    window = {"since": epoch(NOW - 5 * DAY), "until": epoch(NOW)}
    assert caller.body(edge, metric="follower_count", period="day", **window) == {"data": []}
    asked = {"metric": "follower_demographics", "period": "lifetime", "metric_type": "total_value"}
    (entry,) = caller.body(edge, **asked, breakdown="age,gender")["data"]
    assert entry["total_value"]["breakdowns"] == [{"dimension_keys": ["age", "gender"]}]


def test_demographics_give_the_largest_values_of_all_dimensions(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    cities = {f"Town {number}, Region": 1000 - number for number in range(60)}
    monkeypatch.setattr(caller.account, "demographics", lambda _: {"city": cities})
    asked = {"metric": "follower_demographics", "period": "lifetime", "metric_type": "total_value"}
    (entry,) = caller.body(f"{caller.own}/insights", **asked, breakdown="city")["data"]
    results = entry["total_value"]["breakdowns"][0]["results"]
    assert [part["dimension_values"] for part in results] == [[name] for name in list(cities)[:45]]
    assert caller.error(f"{caller.own}/insights", **asked, breakdown="locale")["code"] == 100


def test_comments_come_newest_first_fifty_at_most_with_replies_inside(caller: Caller) -> None:
    post = max(caller.account.posts(NOW), key=lambda each: len(caller.account.comments(each.id, NOW)))
    fields = "id,timestamp,username,like_count,replies{id,username}"
    body = caller.body(f"{post.id}/comments", fields=fields, limit=200)
    said = caller.account.comments(post.id, NOW)
    times = [item["timestamp"] for item in body["data"]]
    assert times == sorted(times, reverse=True) and len(times) <= 50
    replies = [reply["id"] for item in body["data"] for reply in item.get("replies", {}).get("data", [])]
    assert replies and set(replies) <= {each.id for each in said if each.parent_id}
    assert all("text" not in item for item in body["data"])


def test_too_many_calls_are_refused_with_the_code_of_instagram() -> None:
    caller = Caller(calls_a_day=3)
    answers = [caller.get(caller.own, fields="id") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 400]
    assert answers[3].json()["error"]["code"] == 80002
    assert '"type": "instagram"' in answers[3].headers["x-business-use-case-usage"]


def test_a_token_is_renewed_when_it_is_a_day_old_and_alive(caller: Caller) -> None:
    asked = {"grant_type": "ig_refresh_token"}
    caller.fake.tokens.expire(caller.own, NOW + 60 * DAY - HOUR)
    assert caller.error("refresh_access_token", **asked)["code"] == 10
    caller.clock.set(NOW + DAY)
    assert caller.error("refresh_access_token", grant_type="fb_exchange_token")["code"] == 100
    given = caller.body("refresh_access_token", **asked)
    assert (given["token_type"], given["expires_in"]) == ("bearer", 60 * 86400)
    assert caller.get(caller.own, fields="id").json()["error"]["code"] == 190
    caller.token = given["access_token"]
    assert caller.body(caller.own, fields="id") == {"id": caller.own}
    caller.clock.set(NOW + 62 * DAY)
    lapsed = caller.get("refresh_access_token", **asked)
    assert lapsed.json()["error"]["code"] == 190


def test_faults_are_switched_on_by_name(caller: Caller) -> None:
    faults, edge = caller.fake.faults, f"{caller.own}/media"
    faults.switch_on("retired_metric", metric="reach")
    assert "must be one of" in caller.error(f"{caller.one('reel').id}/insights", metric="reach")["message"]
    assert "must be one of" in caller.error(f"{caller.own}/insights", metric="reach", period="day")["message"]
    faults.switch_on("empty_ok")
    assert caller.body(edge)["data"] == []
    assert caller.body(f"{caller.one('reel').id}/insights", metric="views")["data"] == []
    faults.switch_off()
    faults.switch_on("repeated_cursor")
    first = caller.body(edge, limit=5)["paging"]["cursors"]["after"]
    assert caller.body(edge, limit=5, after=first)["paging"]["cursors"]["after"] == first
    faults.switch_on("expired_token")
    assert caller.get(edge).json()["error"]["error_subcode"] == 463
    faults.switch_on("retired_version")
    assert caller.error(edge)["code"] == 2635
