"""The fake of TikTok answers, refuses and counts as TikTok is known to; asked without the connector."""

import asyncio
import json
from datetime import datetime, timedelta

import httpx
import pytest

from tests.tiktok_account import NAME, START, Steady
from twin.clock import Clock
from twin.fakes.tiktok import TikTokFake
from twin.fakes.tokens import first_refresh_token, first_token
from twin.social import SocialWorld

BUSINESS = "/open_api/v1.3/business"
DAY = timedelta(days=1)
TOKEN = first_token("tiktok", NAME)


class Wire:
    """A fake with the steady account, asked as of `clock`."""

    def __init__(self, number=45, **settings):
        self.account = Steady(number, START - timedelta(hours=12 * (number - 1) + 1))
        self.clock = Clock(START)
        self.fake = TikTokFake(SocialWorld(1, (self.account,)), self.clock, **settings)

    def ask(self, method, path, **what):
        async def asked():
            transport = httpx.ASGITransport(self.fake.app)
            async with httpx.AsyncClient(base_url="http://tiktok.twin", transport=transport) as http:
                return await http.request(method, path, **what)

        return asyncio.run(asked())

    def display(self, path, fields="id", body=None, token=TOKEN):
        method, headers = "GET" if body is None else "POST", {"Authorization": f"Bearer {token}"}
        params = {"fields": fields} if fields else None
        answer = self.ask(method, f"/v2/{path}/", params=params, json=body, headers=headers)
        return answer.status_code, answer.json()

    def business(self, path="video/list", token=TOKEN, **params):
        told = {"business_id": NAME, **params}
        given = {
            name: json.dumps(value) if isinstance(value, list | dict) else value
            for name, value in told.items()
        }
        answer = self.ask("GET", f"{BUSINESS}/{path}/", params=given, headers={"Access-Token": token})
        assert answer.status_code == 200
        return answer.json()


def code_of(answer):
    return answer[1]["error"]["code"]


def test_display_gives_the_fields_that_were_asked_for_and_no_others():
    status, body = Wire().display("video/list", "id,create_time,view_count", {"max_count": 2})
    assert (status, body["error"]["code"]) == (200, "ok")
    for video in body["data"]["videos"]:
        assert list(video) == ["id", "create_time", "view_count"]
        assert isinstance(video["id"], str)
        assert len(str(video["create_time"])) == 10
    assert len(str(body["data"]["cursor"])) == 13


def test_display_pages_newest_first_and_a_short_page_may_have_more():
    wire, cursor, found, sizes = Wire(200), None, [], []
    while True:
        body = {"max_count": 20} if cursor is None else {"max_count": 20, "cursor": cursor}
        data = wire.display("video/list", "id", body)[1]["data"]
        found += [video["id"] for video in data["videos"]]
        sizes.append(len(data["videos"]))
        cursor = data["cursor"]
        if not data["has_more"]:
            break
    assert found == [post.id for post in wire.account.all]
    assert len({*sizes[:-1]} - {20}) >= 1


@pytest.mark.parametrize(
    ("fields", "body"),
    [
        (None, {}), ("", {}), ("id,reach", {}), ("id", {"max_count": 21}), ("id", {"max_count": 0}),
        ("id", {"cursor": "1762160104000"}), ("id", {"start": 1}),
    ],
)  # fmt: skip
def test_display_refuses_what_it_does_not_know(fields, body):
    answer = Wire().display("video/list", fields, body)
    assert (answer[0], code_of(answer)) == (400, "invalid_params")


def test_display_gives_by_id_what_is_there_and_refuses_more_than_twenty():
    wire = Wire()
    gone, there = wire.account.all[3].id, wire.account.all[4].id
    wire.account.deleted[gone] = START - DAY
    status, body = wire.display("video/query", "id", {"filters": {"video_ids": [gone, there, "123"]}})
    assert (status, body["data"]["videos"]) == (200, [{"id": there}])
    for ids in ([], [str(number) for number in range(21)], [1]):
        assert code_of(wire.display("video/query", "id", {"filters": {"video_ids": ids}})) == "invalid_params"


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        ("expired_token", 401, "access_token_invalid"),
        ("missing_permission", 401, "scope_not_authorized"),
        ("rate_limited", 429, "rate_limit_exceeded"),
        ("server_errors", 500, "internal_error"),
    ],
)
def test_display_says_in_its_envelope_what_is_wrong(fault, status, code):
    wire = Wire()
    wire.fake.faults.switch_on(fault)
    answer = wire.display("user/info", "username")
    assert (answer[0], code_of(answer)) == (status, code)
    assert answer[1]["error"]["log_id"]


def test_display_counts_six_hundred_in_any_minute_and_says_nothing_of_it():
    wire = Wire(3)
    answers = [wire.display("user/info", "username")[0] for _ in range(600)]
    assert set(answers) == {200}
    assert wire.display("user/info", "username")[0] == 429
    assert wire.display("video/list", "id", {})[0] == 200
    wire.clock.set(START + timedelta(seconds=59))
    assert wire.display("user/info", "username")[0] == 429
    wire.clock.set(START + timedelta(seconds=61))
    answer = wire.ask("GET", "/v2/user/info/?fields=username", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    assert not [name for name in answer.headers if "limit" in name or "retry" in name]


def test_a_path_without_its_slash_or_of_another_version_is_not_known():
    wire = Wire()
    wire.fake.faults.switch_on("retired_version")
    answer = wire.ask("GET", "/v2/user/info/?fields=username", headers={"Authorization": f"Bearer {TOKEN}"})
    assert (answer.status_code, answer.text) == (404, "Unsupported path(Janus)")


def form(**changed):
    given = {
        "client_key": "app", "client_secret": "secret", "grant_type": "refresh_token",
        "refresh_token": first_refresh_token("tiktok", NAME),
    }  # fmt: skip
    return {**given, **changed}


def test_display_rotates_both_tokens_and_an_old_refresh_token_is_of_no_use():
    wire = Wire()
    given = wire.ask("POST", "/v2/oauth/token/", data=form()).json()
    assert (given["expires_in"], given["refresh_expires_in"], given["open_id"]) == (86_400, 31_536_000, NAME)
    assert code_of(wire.display("user/info", "username")) == "access_token_invalid"
    assert code_of(wire.display("user/info", "username", token=given["access_token"])) == "ok"
    again = wire.ask("POST", "/v2/oauth/token/", data=form())
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    wire.clock.set(START + DAY)
    assert (
        code_of(wire.display("user/info", "username", token=given["access_token"])) == "access_token_invalid"
    )


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"client_secret": ""}, "invalid_client"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"refresh_token": "x"}, "invalid_grant"),
    ],
)
def test_token_errors_of_display_are_flat_and_may_have_status_200(changed, error):
    for status in (200, 400):
        answer = Wire(token_error_status=status).ask("POST", "/v2/oauth/token/", data=form(**changed))
        assert (answer.status_code, answer.json()["error"]) == (status, error)


def test_business_gives_lists_of_fields_and_times_as_text():
    told = Wire().business(fields=["item_id", "create_time", "video_views"], max_count=3)
    assert (told["code"], told["message"]) == (0, "OK")
    for video in told["data"]["videos"]:
        assert list(video) == ["item_id", "create_time", "video_views"]
        assert isinstance(video["create_time"], str)
    assert isinstance(told["data"]["cursor"], int)


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"fields": ["caption"]}, 40002),
        ({"fields": "item_id,caption"}, 40002),
        ({"fields": ["item_id", "view_count"]}, 40002),
        ({"fields": ["item_id"], "max_count": 21}, 40002),
        ({"fields": ["item_id"], "cursor": "soon"}, 40002),
        ({"fields": ["item_id"], "since": "2026-01-01"}, 40002),
        ({"fields": ["item_id"], "filters": {"video_ids": [str(number) for number in range(21)]}}, 40002),
        ({"fields": ["item_id"], "business_id": "another"}, 40001),
        ({"fields": ["item_id"], "token": "another"}, 40105),
    ],
)
def test_business_refuses_in_answers_of_status_200(params, code):
    assert Wire().business(**params)["code"] == code


def test_business_freezes_numbers_a_year_after_publishing():
    wire = Wire(1)
    names = wire.account.counters(wire.account.all[0].id, START)
    wire.account.counters = lambda _id, now: dict.fromkeys(names, (now - wire.account.begun).days)
    for days, views in ((300, 298), (366, 364), (367, 365), (500, 365)):
        wire.clock.set(wire.account.begun + DAY * days)
        told = wire.business(fields=["item_id", "video_views"])
        assert told["data"]["videos"][0]["video_views"] == views


def test_business_gives_no_reach_after_seven_quiet_days():
    wire = Wire(1)
    reach = {}
    for days in (10, 36, 39, 60):
        wire.clock.set(wire.account.begun + DAY * days)
        (video,) = wire.business(fields=["item_id", "reach", "total_time_watched", "likes"])["data"]["videos"]
        reach[days] = (video["reach"] is None, video["total_time_watched"] is None, video["likes"] is None)
    assert reach == {
        10: (False,) * 3, 36: (False,) * 3, 39: (True, True, False), 60: (True, True, False),
    }  # fmt: skip


def test_business_tells_days_of_utc_both_ends_included_and_late():
    told = Wire().business("get", fields=["video_views"], start_date="2026-11-16", end_date="2026-11-20")
    assert [day["date"] for day in told["data"]["metrics"]] == ["2026-11-16", "2026-11-17", "2026-11-18"]
    without = Wire().business("get", fields=["video_views"])["data"]["metrics"]
    assert without[0]["date"] == "2026-11-13"


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2026-09-20", "2026-10-01"),
        ("2026-11-10", "2026-11-09"),
        ("2026-11-10", "2026-11-21"),
        ("soon", "later"),
    ],
)
def test_business_refuses_days_that_it_does_not_give(first, last):
    assert Wire().business("get", fields=["likes"], start_date=first, end_date=last)["code"] == 40002


def test_business_tells_of_personal_accounts_less_and_of_small_ones_no_demographics():
    wire = Wire(personal=frozenset({NAME}))
    told = wire.business(
        "get", fields=["daily_new_followers", "unique_video_views", "likes", "is_business_account"]
    )
    assert told["data"]["is_business_account"] is False
    assert told["data"]["metrics"][0] == {
        "date": "2026-11-13", "daily_new_followers": None, "unique_video_views": None, "likes": 40,
    }  # fmt: skip
    wire.account.followers_at_start = 99
    assert wire.business("get", fields=["audience_ages"])["data"] == {"audience_ages": []}


def test_business_counts_forty_in_any_minute_for_each_endpoint():
    wire = Wire(3, business_per_day=60)
    codes = [wire.business(fields=["item_id"])["code"] for _ in range(41)]
    assert codes == [0] * 40 + [40100]
    assert wire.business("get")["code"] == 0
    wire.clock.set(START + timedelta(seconds=60))
    codes = [wire.business(fields=["item_id"]) for _ in range(19)]
    assert [answer["code"] for answer in codes] == [0] * 18 + [40100]
    assert "daily" in codes[-1]["message"]
    wire.clock.set(datetime(2026, 11, 21))
    assert wire.business(fields=["item_id"])["code"] == 0


def test_business_renews_by_json_and_says_how_long_tokens_last():
    wire = Wire()
    path = "/open_api/v1.3/tt_user/oauth2/refresh_token/"
    body = {**form(), "client_id": "app"}
    given = wire.ask("POST", path, json=body).json()
    assert (given["code"], given["data"]["refresh_token_expires_in"]) == (0, 31_536_000)
    assert wire.business("get", token=given["data"]["access_token"])["code"] == 0
    assert wire.ask("POST", path, json=body).json()["code"] == 40103
