"""How a token of LinkedIn's is renewed: by a refresh token that stays as it is, up to its own end."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import httpx

from assets.calling.failures import TokenRefused, Unreachable
from warehouse.credentials import Credential

API, SIGN_IN = "api.linkedin.com", "www.linkedin.com"
SIGN_IN_AGAIN = (
    "an administrator of the page has to sign in again, and the new token goes where almanac.yaml says"
)


async def renewed(http: httpx.AsyncClient, credential: Credential, now: datetime) -> Credential:
    """The credential with a new access token; raises TokenRefused or Unreachable."""
    form = {
        "grant_type": "refresh_token",
        "refresh_token": credential.refresh_token,
        "client_id": credential.client_id,
        "client_secret": credential.client_secret,
    }
    if not all(form.values()):
        raise TokenRefused(f"expected refresh_token, client_id and client_secret to renew; {SIGN_IN_AGAIN}")
    host = SIGN_IN if http.base_url.host == API else http.base_url.host
    url = http.base_url.copy_with(host=host, path="/oauth/v2/accessToken")
    response = await http.post(url, data=form)
    if response.status_code >= 500:
        raise Unreachable(f"renewing the token: HTTP {response.status_code}")
    return _credential(response.json(), credential, now)


def _credential(given: Any, before: Credential, now: datetime) -> Credential:
    told = given if isinstance(given, dict) else {}
    if not told.get("access_token"):
        error = told.get("error_description") or told.get("error") or "it does not say why"
        raise TokenRefused(f"LinkedIn gives no new token ({error}); {SIGN_IN_AGAIN}")
    life, rest = told.get("expires_in"), told.get("refresh_token_expires_in")
    return replace(
        before,
        access_token=told["access_token"],
        refresh_token=told.get("refresh_token") or before.refresh_token,
        expires_at=now + timedelta(seconds=int(life)) if life else None,
        refresh_expires_at=now + timedelta(seconds=int(rest)) if rest else before.refresh_expires_at,
    )
