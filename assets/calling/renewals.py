"""What exchanging a refresh token has in common everywhere: an answer to use, and the credential it makes."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import httpx

from assets.calling.failures import Unreachable
from warehouse.credentials import Credential

REFRESH_LIFE = "refresh_token_expires_in"


def told(response: httpx.Response) -> dict[str, Any]:
    """The JSON object that came, be it tokens or an error.

    Raises Unreachable for what says nothing of the token: throttled, a server error, no JSON.
    """
    try:
        body = response.json()
    except (ValueError, RecursionError):
        body = None
    if response.status_code == 429 or response.status_code >= 500 or not isinstance(body, dict):
        raise Unreachable(f"renewing the token: expected a JSON object, got HTTP {response.status_code}")
    return body


def renewed(
    before: Credential, given: Mapping[str, Any], now: datetime, refresh_life: str = REFRESH_LIFE
) -> Credential:
    """The credential with the tokens that were given; a refresh token that was not replaced stays.

    `refresh_life` names the seconds that the refresh token lives. Raises KeyError without an access token.
    """
    return replace(
        before,
        access_token=given["access_token"],
        refresh_token=given.get("refresh_token") or before.refresh_token,
        expires_at=_after(given.get("expires_in"), now),
        refresh_expires_at=_after(given.get(refresh_life), now) or before.refresh_expires_at,
    )


def _after(seconds: Any, now: datetime) -> datetime | None:
    return now + timedelta(seconds=int(seconds)) if seconds else None
