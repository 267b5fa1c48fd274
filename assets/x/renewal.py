"""Exchanges X's refresh token for new tokens: as a public client, or with a secret as a confidential one."""

from dataclasses import replace
from datetime import datetime, timedelta

import httpx

from assets.calling.failures import TokenRefused, Unreachable
from assets.x.wording import said_in
from warehouse.credentials import Credential

TROUBLES = {500, 502, 503, 504}
CONNECT_AGAIN = "connect the account again and put the new token into .env"
LIFETIME_SECONDS = 7_200  # where X does not say how long a token lives


async def renewed(http: httpx.AsyncClient, path: str, credential: Credential, now: datetime) -> Credential:
    """The credential with the tokens that X gave; raises TokenRefused, and Unreachable without an answer."""
    client, secret = credential.client_id or "", credential.client_secret
    form = {"grant_type": "refresh_token", "refresh_token": credential.refresh_token or ""}
    form |= {} if secret else {"client_id": client}
    try:
        auth = httpx.BasicAuth(client, secret) if secret else httpx.USE_CLIENT_DEFAULT
        response = await http.post(path, data=form, auth=auth)
        body = response.json()
    except (httpx.HTTPError, ValueError) as error:
        raise Unreachable(f"renewing X's token: no whole answer ({type(error).__name__})") from None
    if response.status_code in TROUBLES | {429}:
        raise Unreachable(f"renewing X's token: HTTP {response.status_code}")
    if response.status_code != 200 or "access_token" not in body:
        said = f"HTTP {response.status_code}: {said_in(body)}"
        raise TokenRefused(f"X gives no new token ({said}); {CONNECT_AGAIN}")
    return replace(
        credential,
        access_token=body["access_token"],
        refresh_token=body.get("refresh_token", credential.refresh_token),
        expires_at=now + timedelta(seconds=body.get("expires_in", LIFETIME_SECONDS)),
    )
