"""Exchanges refresh tokens at TikTok: a form and flat errors for Display, JSON and codes for Business."""

from datetime import datetime
from typing import Any

import httpx

from assets.calling import renewals
from assets.calling.failures import TokenRefused, Unreachable
from warehouse.credentials import Credential

PASSING = ("40100", "5")  # codes of Business, or how they begin: throttled, trouble of its own
CONNECT_AGAIN = "authorise the account again and set token and refresh_token in almanac.yaml"


async def display(http: httpx.AsyncClient, credential: Credential, now: datetime, version: str) -> Credential:
    """The credential that Display gives; raises TokenRefused without one, whatever the HTTP status."""
    form = {**_asked(credential), "client_key": _client(credential)[0]}
    body = renewals.told(await http.post(f"/{version}/oauth/token/", data=form))
    if "error" in body:
        raise TokenRefused(
            f"{body['error']}: {body.get('error_description') or 'no reason'}; {CONNECT_AGAIN}"
        )
    return _taken(credential, body, now, "refresh_expires_in")


async def business(
    http: httpx.AsyncClient, credential: Credential, now: datetime, version: str
) -> Credential:
    """The credential that Business gives; raises TokenRefused where it gives none."""
    content = {**_asked(credential), "client_id": _client(credential)[0]}
    path = f"/open_api/{version}/tt_user/oauth2/refresh_token/"
    body = renewals.told(await http.post(path, json=content))
    code, data = body.get("code"), body.get("data") or {}
    if str(code).startswith(PASSING):
        raise Unreachable(f"renewing the token: code {code}: {body.get('message')}")
    if code != 0:
        raise TokenRefused(f"code {code}: {body.get('message') or 'no reason'}; {CONNECT_AGAIN}")
    return _taken(credential, data, now)


def _client(credential: Credential) -> tuple[str, str]:
    if not credential.client_id or not credential.client_secret:
        raise TokenRefused(
            "expected client_id and client_secret of tiktok in almanac.yaml to renew the token, got none"
        )
    return credential.client_id, credential.client_secret


def _asked(credential: Credential) -> dict[str, str]:
    return {
        "client_secret": _client(credential)[1],
        "grant_type": "refresh_token",
        "refresh_token": credential.refresh_token or "",
    }


def _taken(
    credential: Credential, given: dict[str, Any], now: datetime, refresh_life: str = renewals.REFRESH_LIFE
) -> Credential:
    """The credential with the new tokens; raises TokenRefused without any."""
    if not given.get("access_token"):
        raise TokenRefused(f"expected access_token, got an answer without it; {CONNECT_AGAIN}")
    return renewals.renewed(credential, given, now, refresh_life)
