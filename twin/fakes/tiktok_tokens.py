"""How TikTok's two products exchange refresh tokens: a form with flat errors here, JSON with a code there."""

import json
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

from twin.fakes.faults import Faults
from twin.fakes.tokens import Given, TokenBook

ACCESS, REFRESH = timedelta(hours=24), timedelta(days=365)
SCOPES = "user.info.basic,user.info.profile,user.info.stats,video.list"


def display(content: bytes, tokens: TokenBook, faults: Faults, now: datetime) -> dict[str, Any]:
    """The answer of /v2/oauth/token/ to a form; an error is flat, without the envelope of all other calls."""
    form = {name: values[0] for name, values in parse_qs(content.decode()).items()}
    if form.get("grant_type") != "refresh_token":
        return _flat("unsupported_grant_type", "Only refresh_token is known here.")
    if not form.get("client_key") or not form.get("client_secret"):
        return _flat("invalid_client", "Client key or client secret is missing.")
    given = _renewed(form.get("refresh_token"), tokens, faults, now)
    if given is None:
        return _flat("invalid_grant", "Refresh token is invalid or expired.")
    return {**_tokens(given), "refresh_expires_in": int(REFRESH.total_seconds())}


def business(
    content: bytes, tokens: TokenBook, faults: Faults, now: datetime
) -> tuple[int, str, dict[str, Any]]:
    """Code, message and data of tt_user/oauth2/refresh_token/ for a JSON body."""
    try:
        body = json.loads(content)
    except ValueError:
        return 40002, "The request body is no JSON", {}
    if (
        not body.get("client_id")
        or not body.get("client_secret")
        or body.get("grant_type") != "refresh_token"
    ):
        return 40002, "client_id, client_secret and grant_type are required", {}
    given = _renewed(body.get("refresh_token"), tokens, faults, now)
    if given is None:
        return 40103, "Refresh token is invalid or expired", {}
    return 0, "OK", {**_tokens(given), "refresh_token_expires_in": int(REFRESH.total_seconds())}


def _renewed(refresh: str | None, tokens: TokenBook, faults: Faults, now: datetime) -> Given | None:
    """New tokens, unless the owner has withdrawn the permission for good (fault expired_token)."""
    owner = tokens.holder(refresh)
    if owner is None or faults.active("expired_token", owner) is not None:
        return None
    return tokens.renew(refresh, now, ACCESS)


def _tokens(given: Given) -> dict[str, Any]:
    return {
        "access_token": given.access,
        "expires_in": int(ACCESS.total_seconds()),
        "refresh_token": given.refresh,
        "open_id": given.account_id,
        "scope": SCOPES,
        "token_type": "Bearer",
    }


def _flat(error: str, description: str) -> dict[str, Any]:
    return {"error": error, "error_description": description, "log_id": "2026112000000002"}
