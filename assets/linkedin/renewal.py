"""How a token of LinkedIn's is renewed: by a refresh token that stays as it is, up to its own end."""

from datetime import datetime

import httpx

from assets.calling import renewals
from assets.calling.failures import TokenRefused
from warehouse.credentials import Credential

API, SIGN_IN = "api.linkedin.com", "www.linkedin.com"
CONNECT_AGAIN = (
    "an administrator of the page has to sign in again, and the new token goes where almanac.yaml says"
)


async def renewed(http: httpx.AsyncClient, credential: Credential, now: datetime) -> Credential:
    """The credential with a new access token; raises TokenRefused or Unreachable, and what httpx raises."""
    form = {
        "grant_type": "refresh_token",
        "refresh_token": credential.refresh_token,
        "client_id": credential.client_id,
        "client_secret": credential.client_secret,
    }
    if not all(form.values()):
        raise TokenRefused(f"expected refresh_token, client_id and client_secret to renew; {CONNECT_AGAIN}")
    host = SIGN_IN if http.base_url.host == API else http.base_url.host
    url = http.base_url.copy_with(host=host, path="/oauth/v2/accessToken")
    response = await http.post(url, data=form)
    given = renewals.told(response)
    if not given.get("access_token"):
        error = given.get("error_description") or given.get("error") or "it does not say why"
        raise TokenRefused(f"LinkedIn gives no new token ({error}); {CONNECT_AGAIN}")
    return renewals.renewed(credential, given, now)
