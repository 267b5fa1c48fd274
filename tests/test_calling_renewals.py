"""Renewing tokens, on every platform: what says nothing of the token does not call for a person."""

import asyncio
from datetime import datetime, timedelta

import httpx
import pytest

from assets.calling.failures import TokenRefused, Unreachable
from assets.facebook.graph import GraphDialect
from assets.linkedin.dialect import LinkedInDialect
from assets.tiktok.business_client import BusinessDialect
from assets.tiktok.client import DisplayDialect
from assets.x.dialect import XDialect
from warehouse.credentials import Credential

NOW = datetime(2026, 11, 20, 12)
BEFORE = Credential("old-access", "old-refresh", "an-app", "a-secret")
DIALECTS = {
    "x": XDialect("2"),
    "linkedin": LinkedInDialect("202607"),
    "instagram": GraphDialect("v25.0", ""),
    "tiktok display": DisplayDialect("v2"),
    "tiktok business": BusinessDialect("v1.3"),
}
PAGE = httpx.Response(502, text="<html>")
THROTTLED = {
    "x": httpx.Response(429, json={"title": "Too Many Requests"}),
    "linkedin": httpx.Response(429, json={"status": 429, "message": "Too many requests"}),
    "instagram": httpx.Response(400, json={"error": {"code": 4, "message": "Application request limit"}}),
    "tiktok display": httpx.Response(429, json={"error": "rate_limit_exceeded"}),
    "tiktok business": httpx.Response(200, json={"code": 40100, "message": "Too many requests."}),
}
REFUSED = {
    "x": httpx.Response(400, json={"error": "invalid_request"}),
    "linkedin": httpx.Response(400, json={"error": "invalid_request"}),
    "instagram": httpx.Response(400, json={"error": {"code": 190, "message": "expired"}}),
    "tiktok display": httpx.Response(200, json={"error": "invalid_grant"}),
    "tiktok business": httpx.Response(200, json={"code": 40105, "message": "incorrect"}),
}


def renewed(platform, response):
    async def work():
        transport = httpx.MockTransport(lambda _request: response)
        async with httpx.AsyncClient(base_url="http://platform.twin", transport=transport) as http:
            return await DIALECTS[platform].renewed(http, BEFORE, NOW)

    return asyncio.run(work())


@pytest.mark.parametrize("platform", DIALECTS)
def test_a_throttled_exchange_is_no_refusal_of_the_token(platform):
    with pytest.raises(Unreachable):
        renewed(platform, THROTTLED[platform])


@pytest.mark.parametrize("platform", DIALECTS)
@pytest.mark.parametrize("response", [PAGE, httpx.Response(200, text="<html>"), httpx.Response(404, text="")])
def test_an_answer_that_is_no_json_is_no_refusal_of_the_token(platform, response):
    with pytest.raises(Unreachable):
        renewed(platform, response)


@pytest.mark.parametrize("platform", DIALECTS)
def test_a_refusal_is_one(platform):
    with pytest.raises(TokenRefused):
        renewed(platform, REFUSED[platform])


@pytest.mark.parametrize("platform", DIALECTS)
def test_a_life_told_as_text_does_not_lose_the_tokens_that_came_with_it(platform):
    tokens = {"access_token": "new-access", "refresh_token": "new-refresh", "expires_in": "3600"}
    body = {"code": 0, "data": tokens} if platform == "tiktok business" else tokens
    given = renewed(platform, httpx.Response(200, json=body))
    assert (given.access_token, given.expires_at) == ("new-access", NOW + timedelta(hours=1))


def test_a_call_that_did_not_arrive_is_left_to_whoever_tries_again():
    def refuse(request):
        raise httpx.ConnectError("no route", request=request)

    async def work():
        async with httpx.AsyncClient(base_url="http://x.twin", transport=httpx.MockTransport(refuse)) as http:
            await DIALECTS["x"].renewed(http, BEFORE, NOW)

    with pytest.raises(httpx.ConnectError):
        asyncio.run(work())
