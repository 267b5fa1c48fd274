"""Exchanges X's refresh token for new tokens: as a public client, or with a secret as a confidential one."""

from datetime import datetime

import httpx

from assets.calling import renewals
from assets.calling.failures import TokenRefused
from assets.x.wording import said_in
from warehouse.credentials import Credential

CONNECT_AGAIN = "connect the account again and put the new token into .env"
LIFETIME_SECONDS = 7_200  # where X does not say how long a token lives


async def renewed(http: httpx.AsyncClient, path: str, credential: Credential, now: datetime) -> Credential:
    """The credential with the tokens that X gave; raises TokenRefused, Unreachable, and as httpx."""
    client, secret = credential.client_id or "", credential.client_secret
    form = {"grant_type": "refresh_token", "refresh_token": credential.refresh_token or ""}
    form |= {} if secret else {"client_id": client}
    auth = httpx.BasicAuth(client, secret) if secret else httpx.USE_CLIENT_DEFAULT
    response = await http.post(path, data=form, auth=auth)
    body = renewals.told(response)
    if response.status_code != 200 or not body.get("access_token"):
        said = f"HTTP {response.status_code}: {said_in(body)}"
        raise TokenRefused(f"X gives no new token ({said}); {CONNECT_AGAIN}")
    return renewals.renewed(credential, {"expires_in": LIFETIME_SECONDS, **body}, now)
