"""Exchanges refresh tokens at TikTok: a form and flat errors for Display, JSON and codes for Business."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import httpx

from assets.calling.failures import TokenRefused, Unreachable
from warehouse.credentials import Credential

WHAT_TO_DO = "authorise the account again and set token and refresh_token in almanac.yaml"


async def display(http: httpx.AsyncClient, credential: Credential, now: datetime, version: str) -> Credential:
    """The credential that Display gives; raises TokenRefused without one, whatever the HTTP status."""
    form = {**_asked(credential), "client_key": _client(credential)[0]}
    body = await _posted(http, f"/{version}/oauth/token/", form=form)
    if "error" in body:
        raise TokenRefused(f"{body['error']}: {body.get('error_description') or 'no reason'}; {WHAT_TO_DO}")
    return _taken(credential, body, body.get("refresh_expires_in"), now)


async def business(
    http: httpx.AsyncClient, credential: Credential, now: datetime, version: str
) -> Credential:
    """The credential that Business gives; raises TokenRefused where it gives none."""
    content = {**_asked(credential), "client_id": _client(credential)[0]}
    body = await _posted(http, f"/open_api/{version}/tt_user/oauth2/refresh_token/", content=content)
    code, data = body.get("code"), body.get("data") or {}
    if str(code).startswith("5"):
        raise Unreachable(f"renewing the token: code {code}: {body.get('message')}")
    if code != 0:
        raise TokenRefused(f"code {code}: {body.get('message') or 'no reason'}; {WHAT_TO_DO}")
    return _taken(credential, data, data.get("refresh_token_expires_in"), now)


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


async def _posted(
    http: httpx.AsyncClient, path: str, form: dict[str, str] | None = None, content: Any = None
) -> dict[str, Any]:
    """The answer's JSON; raises Unreachable for a server error and for what is no JSON."""
    response = await http.post(path, data=form, json=content)
    try:
        body = json.loads(response.content)
    except ValueError:
        body = None
    if response.status_code >= 500 or not isinstance(body, dict):
        raise Unreachable(
            f"renewing the token: expected JSON, got something else (HTTP {response.status_code})"
        )
    return body


def _taken(credential: Credential, given: dict[str, Any], refresh_seconds: Any, now: datetime) -> Credential:
    """The new tokens, the old refresh token where it was not replaced; raises TokenRefused without any."""
    if not given.get("access_token"):
        raise TokenRefused(f"expected access_token, got an answer without it; {WHAT_TO_DO}")
    return replace(
        credential,
        access_token=given["access_token"],
        refresh_token=given.get("refresh_token") or credential.refresh_token,
        expires_at=_at(given.get("expires_in"), now),
        refresh_expires_at=_at(refresh_seconds, now) or credential.refresh_expires_at,
    )


def _at(seconds: Any, now: datetime) -> datetime | None:
    return now + timedelta(seconds=int(seconds)) if seconds else None
