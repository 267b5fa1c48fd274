"""The manners of the Graph API: errors by code and text, usage headers, pages, batches, tokens that renew."""

import asyncio
import json
from datetime import datetime, timedelta

import httpx
import pytest

from assets.calling.answers import Again, Answer
from assets.calling.caller import Caller
from assets.calling.failures import (
    BadRequest,
    BrokenPaging,
    Gone,
    MetricRefused,
    PermissionMissing,
    QuotaUsedUp,
    TokenRefused,
    Unreachable,
    VersionEnded,
)
from assets.calling.spending import Spending
from assets.calling.throttle import Throttle
from assets.calling.tokens import Tokens
from assets.facebook.graph import GraphDialect
from assets.facebook.graph_batch import batch
from assets.facebook.graph_errors import TooMuchData, judged
from assets.facebook.graph_reading import insights, next_cursor, pages, value_of
from tests.virtual_time import virtually
from warehouse.credentials import Credential

START = datetime(2026, 11, 20, 12, 0)
SECRET = "a-page-token"
USE = {"type": "pages", "call_count": 100, "estimated_time_to_regain_access": 7}
BUSY = {"x-business-use-case-usage": json.dumps({"17": [USE]})}


def refusal(code, message="", subcode=None, **more):
    return {
        "error": {"message": message, "code": code, **({"error_subcode": subcode} if subcode else {}), **more}
    }


def answer(status=200, body=None, **headers):
    return Answer(status, httpx.Headers(headers), body, START)


@pytest.mark.parametrize(
    ("status", "body", "failure", "told"),
    [
        (400, refusal(190, "Session has expired", 463), TokenRefused, "it has expired"),
        (401, refusal(190, "Invalidated", 460), TokenRefused, "the password was changed"),
        (400, refusal(190, "Malformed"), TokenRefused, "of no use"),
        (403, refusal(10, "requires pages_read_engagement"), PermissionMissing, "pages_read_engagement"),
        (400, refusal(200, "Permissions error"), PermissionMissing, "code 200"),
        (400, refusal(283, "That action requires"), PermissionMissing, "code 283"),
        (400, refusal(100, "does not exist", 33), Gone, "subcode 33"),
        (400, refusal(100, "(#100) The value must be a valid insights metric"), MetricRefused, "must be a"),
        (400, refusal(100, "metric[0] must be one of the following values: reach"), MetricRefused, "reach"),
        (400, refusal(100, "does not support the views metric for this media"), MetricRefused, "views"),
        (400, refusal(100, "x is incompatible with the period"), BadRequest, "incompatible"),
        (500, refusal(1, "Please reduce the amount of data you're asking for"), TooMuchData, "reduce"),
        (400, refusal(2635, "You are calling a deprecated version"), VersionEnded, "deprecated"),
        (400, refusal(2500, "Unknown path components: /v99.0"), VersionEnded, "v99.0"),
        (400, refusal(2500, "An active access token must be used"), BadRequest, "active"),
        (404, None, BadRequest, "HTTP 404"),
    ],
)  # fmt: skip
def test_what_an_error_means(status, body, failure, told):
    verdict = GraphDialect("v25.0").judge(answer(status, body))
    assert type(verdict) is failure
    assert told in verdict.reason


@pytest.mark.parametrize("code", [4, 17, 32, 613, 80001, 80002])
@pytest.mark.parametrize("status", [400, 403, 429])
def test_a_throttled_call_waits_as_long_as_the_headers_say(code, status):
    dialect, body = GraphDialect("v25.0"), refusal(code, "too many calls")
    assert dialect.judge(Answer(status, httpx.Headers(BUSY), body, START)).after == 7 * 60
    assert dialect.judge(answer(status, body)).after == 5 * 60


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, refusal(1, "unknown")),
        (400, refusal(2, "temporary")),
        (502, None),
        (400, refusal(99, "x", is_transient=True)),
    ],
)
def test_what_may_pass_is_tried_again_at_once(status, body):
    verdict = judged(status, body, None)
    assert isinstance(verdict, Again)
    assert verdict.after is None


def test_a_good_answer_is_one_of_the_version_that_was_asked_for():
    dialect = GraphDialect("v20.0")
    assert dialect.judge(answer(200, {}, **{"facebook-api-version": "v20.0"})) is None
    verdict = dialect.judge(answer(200, {}, **{"facebook-api-version": "v21.0"}))
    assert isinstance(verdict, VersionEnded)
    assert "v21.0 answered" in verdict.reason


@pytest.mark.parametrize(("used", "pause"), [(10, None), (80, None), (81, 3.0), (100, 60.0), (140, 60.0)])
def test_calls_slow_down_above_80_percent(used, pause):
    headers = {"x-app-usage": json.dumps({"call_count": 5, "total_time": used, "total_cputime": 7})}
    allowance = GraphDialect("v25.0").allowance(answer(200, {}, **headers))
    assert (allowance.pause if allowance else None) == pause


def test_nothing_is_left_while_access_is_away():
    date = {"date": "Fri, 20 Nov 2026 12:10:00 GMT"}
    allowance = GraphDialect("v25.0").allowance(Answer(200, httpx.Headers({**BUSY, **date}), {}, START))
    assert (allowance.remaining, allowance.reset) == (0, datetime(2026, 11, 20, 12, 17))


@pytest.mark.parametrize("text", ["", "no json", "[]", '{"17": 3}', '{"17": [3]}'])
def test_headers_that_say_nothing_of_use(text):
    odd = {"x-app-usage": text, "x-business-use-case-usage": text}
    assert GraphDialect("v25.0").allowance(answer(200, {}, **odd)) is None


def test_the_token_is_in_a_header_only():
    assert GraphDialect("v25.0").headers(SECRET) == {"Authorization": f"Bearer {SECRET}"}


def renewed(dialect, handler):
    async def work():
        async with httpx.AsyncClient(transport=httpx.MockTransport(handler)) as http:
            return await dialect.renewed(http, Credential(SECRET, SECRET), START)

    return asyncio.run(work())


def test_a_page_token_does_not_renew():
    with pytest.raises(TokenRefused, match="has to log in again"):
        renewed(GraphDialect("v25.0"), None)


def test_a_token_of_the_instagram_login_renews():
    def handler(request):
        assert request.url.params["grant_type"] == "ig_refresh_token"
        return httpx.Response(200, json={"access_token": "newer", "expires_in": 5_184_000})

    given = renewed(GraphDialect("v25.0", "https://graph.instagram.com"), handler)
    assert (given.access_token, given.refresh_token) == ("newer", "newer")
    assert given.expires_at == START + timedelta(days=60)


def test_a_token_that_has_lapsed_does_not_renew():
    with pytest.raises(TokenRefused, match="HTTP 400"):
        renewed(GraphDialect("v25.0", "https://graph.instagram.com"), lambda _: httpx.Response(400, json={}))


class Wire:
    """A platform that answers with `answers` in turn, the last one for ever; `asked` is what it was asked."""

    def __init__(self, home, *answers):
        self.home, self.answers, self.asked = home, list(answers), []

    def handle(self, request):
        self.asked.append(request)
        given = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        status, body, *headers = given
        return httpx.Response(status, json=body, headers=headers[0] if headers else {})

    def run(self, work):
        """The result of `work(caller)`, and how much virtual time it took."""

        async def worked(now):
            dialect = GraphDialect("v25.0")
            tokens = Tokens(self.home, "facebook", "17", Credential(SECRET), dialect, now)
            async with httpx.AsyncClient(transport=httpx.MockTransport(self.handle)) as http:
                throttle = Throttle(now, timedelta(minutes=16), {}, {})
                caller = Caller(
                    http, "http://graph.twin", dialect, tokens, throttle, Spending("facebook", "2026-11"), now
                )
                return await work(caller)

        return virtually(START, worked)


def listed(*ids, after=None):
    cursors = {"cursors": {"before": "b", "after": after or "last"}}
    paging = (
        {**cursors, "next": f"https://graph.twin/?access_token={SECRET}&after={after}"} if after else cursors
    )
    return {"data": [{"id": each} for each in ids], "paging": paging}


async def walked(caller, limit=100):
    return [
        (found.page, [item["id"] for item in found.items])
        async for found in pages(caller, "/v25.0/17/posts", "pages", "posts", limit, fields="id")
    ]


def test_pages_are_followed_by_cursor_also_over_empty_ones(home):
    wire = Wire(home, (200, listed("1", "2", after="A")), (200, listed(after="B")), (200, listed("3")))
    assert wire.run(walked)[0] == [(1, ["1", "2"]), (2, []), (3, ["3"])]
    assert [dict(request.url.params) for request in wire.asked] == [
        {"limit": "100", "fields": "id"},
        {"limit": "100", "after": "A", "fields": "id"},
        {"limit": "100", "after": "B", "fields": "id"},
    ]
    assert all(SECRET not in str(request.url) for request in wire.asked)


def test_the_limit_is_halved_where_it_is_too_much_and_the_cursor_stays(home):
    much = (500, refusal(1, "Please reduce the amount of data you're asking for"))
    wire = Wire(home, (200, listed("1", after="A")), much, much, (200, listed("2")))
    assert wire.run(walked)[0] == [(1, ["1"]), (2, ["2"])]
    assert [request.url.params["limit"] for request in wire.asked] == ["100", "100", "50", "25"]
    assert [request.url.params.get("after") for request in wire.asked] == [None, "A", "A", "A"]


def test_a_single_thing_that_is_too_much_is_a_failure(home):
    wire = Wire(home, (500, refusal(1, "reduce the amount of data")))
    with pytest.raises(TooMuchData):
        wire.run(lambda caller: walked(caller, 4))
    assert [request.url.params["limit"] for request in wire.asked] == ["4", "2", "1"]


def test_a_cursor_that_comes_again_ends_the_walk_after_its_things_were_seen(home):
    wire, seen = Wire(home, (200, listed("1", after="A"))), []

    async def work(caller):
        async for found in pages(caller, "/v25.0/17/posts", "pages", "posts", 100):
            seen.append(found.page)

    with pytest.raises(BrokenPaging, match="posts: page 2 gives a cursor that came before"):
        wire.run(work)
    assert seen == [1, 2]


def test_an_answer_without_a_list_is_a_bad_request(home):
    with pytest.raises(BadRequest, match="posts: expected a list named data, got the fields id"):
        Wire(home, (200, {"id": "17"})).run(walked)


def test_insights_never_follow_the_next_page(home):
    body = {"data": [{"name": "m", "values": [{"value": 3}]}], "paging": {"next": "https://graph.twin/more"}}
    wire = Wire(home, (200, body))
    found, _ = wire.run(
        lambda caller: insights(caller, "/v25.0/17/insights", "pages", ["m", "n"], period="day")
    )
    assert [value_of(entry) for entry in found.items] == [3]
    assert dict(wire.asked[0].url.params) == {"metric": "m,n", "period": "day"}
    assert len(wire.asked) == 1


@pytest.mark.parametrize(
    ("entry", "value"),
    [
        ({"values": [{"value": {}}]}, {}),
        ({"values": []}, None),
        ({"total_value": {"value": 4}}, 4),
        ({"values": [{"value": 3}], "total_value": {"value": 3, "breakdowns": []}}, 3),
        ({}, None),
    ],
)
def test_the_value_of_an_entry(entry, value):
    assert value_of(entry) == value


def test_the_last_page_has_cursors_and_no_next():
    assert next_cursor({"paging": {"cursors": {"after": "A"}}}) is None
    assert next_cursor({"data": []}) is None


def part(code, body, headers=None):
    told = [{"name": name, "value": value} for name, value in (headers or {}).items()]
    return {"code": code, "headers": told, "body": json.dumps(body)}


def batched(wire, *addresses):
    return wire.run(lambda caller: batch(caller, "pages", [f"v25.0/{address}" for address in addresses]))


def test_a_batch_keeps_its_order_and_fails_part_by_part(home):
    wire = Wire(
        home, (200, [part(200, {"id": "1"}), part(400, refusal(100, "gone", 33)), part(200, {"id": "3"})])
    )
    found, _ = batched(wire, "1", "2", "3")
    assert [each.body["id"] for each in found if each.failure is None] == ["1", "3"]
    assert [type(each.failure) for each in found] == [type(None), Gone, type(None)]
    [request] = wire.asked
    assert request.url.path == "/v25.0/"
    sent = json.loads(dict(httpx.QueryParams(request.content.decode()))["batch"])
    assert sent == [{"method": "GET", "relative_url": each} for each in ("1", "2", "3")]


def test_only_parts_that_were_not_answered_are_asked_again(home):
    wire = Wire(
        home,
        (200, [part(200, {"id": "1"}), None, part(500, refusal(2, "busy"))]),
        (200, [part(200, {"id": "2"}), part(200, {"id": "3"})]),
    )
    found, _ = batched(wire, "1", "2", "3")
    assert [each.body["id"] for each in found] == ["1", "2", "3"]


def test_a_part_that_is_never_answered_is_unreachable(home):
    wire = Wire(home, (200, [None]))
    [found], _ = batched(wire, "1")
    assert isinstance(found.failure, Unreachable)
    assert len(wire.asked) == 4


def test_throttled_parts_wait_once_for_all_of_them(home):
    busy = part(400, refusal(80001, "too many calls"), BUSY)
    wire = Wire(home, (200, [busy, busy, busy]), (200, [part(200, {"id": each}) for each in "123"]))
    found, took = batched(wire, "1", "2", "3")
    assert [each.body["id"] for each in found] == ["1", "2", "3"]
    assert timedelta(minutes=7) <= took < timedelta(minutes=8)


def test_the_next_call_waits_where_the_parts_of_a_batch_say_that_little_is_left(home):
    nearly = {"x-business-use-case-usage": json.dumps({"17": [{"type": "pages", "call_count": 90}]})}
    wire = Wire(home, (200, [part(200, {"id": "1"}, nearly)]), (200, [part(200, {"id": "2"})]))

    async def twice(caller):
        await batch(caller, "pages", ["v25.0/1"])
        [found] = await batch(caller, "pages", ["v25.0/2"])
        return found.body

    found, took = wire.run(twice)
    assert (found, len(wire.asked)) == ({"id": "2"}, 2)
    assert timedelta(seconds=30) <= took < timedelta(seconds=32)


def test_parts_that_are_throttled_for_longer_than_we_wait_end_with_the_quota(home):
    far = {"x-business-use-case-usage": json.dumps({"17": [{**USE, "estimated_time_to_regain_access": 90}]})}
    with pytest.raises(QuotaUsedUp) as failed:
        batched(Wire(home, (200, [part(400, refusal(80001, "too many calls"), far)])), "1")
    assert failed.value.until == pytest.approx(START + timedelta(minutes=90), abs=timedelta(seconds=1))


def test_a_refused_token_in_a_part_ends_the_batch_without_telling_it(home):
    wire = Wire(home, (200, [part(400, refusal(190, f"Malformed access token {SECRET}"))]))
    with pytest.raises(TokenRefused) as failed:
        batched(wire, "1")
    assert SECRET not in failed.value.reason


def test_an_answer_with_another_number_of_parts_is_refused(home):
    with pytest.raises(BadRequest, match="expected 2 parts"):
        batched(Wire(home, (200, [part(200, {})])), "1", "2")
