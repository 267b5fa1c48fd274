"""How a token of Google's is got: a claim that the key of a service account signs, exchanged for an hour."""

import json
from datetime import datetime, timedelta
from typing import Any

import httpx
import stamina
from google.auth import crypt, jwt

from assets.calling import renewals
from assets.calling.answers import Answer
from assets.calling.failures import TokenRefused, Unreachable
from warehouse.credentials import Credential

SCOPE = "https://www.googleapis.com/auth/analytics.readonly"
GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
TOKEN_URI = "https://oauth2.googleapis.com/token"  # noqa: S105
LIFE = timedelta(hours=1)
SKEW = timedelta(minutes=2)
EPOCH = datetime(1970, 1, 1)
NEEDED = ("client_email", "private_key", "private_key_id")
NEW_KEY = "make a new JSON key of the service account, and put it where almanac.yaml says"


async def renewed(http: httpx.AsyncClient, credential: Credential, now: datetime) -> Credential:
    """The credential with a new access token; raises TokenRefused or Unreachable, and what httpx raises.

    A claim may be sent again, other than a refresh token; so server errors are tried again here.
    """
    key = _key(credential)
    async for attempt in stamina.retry_context(on=Unreachable, attempts=3, timeout=None):
        with attempt:
            given = await _exchanged(http, key, now)
    if not given.get("access_token"):
        error = given.get("error_description") or given.get("error") or "it does not say why"
        raise TokenRefused(f"Google gives no token for the service account ({error}); {NEW_KEY}")
    return renewals.renewed(credential, given, now)


async def _exchanged(http: httpx.AsyncClient, key: dict[str, Any], now: datetime) -> dict[str, Any]:
    """What Google answers; where it refuses and its clock is another than ours, the claim is made by its."""
    response = await _asked(http, key, now)
    theirs = Answer(response.status_code, response.headers, None, now).server_time
    if response.status_code == 400 and theirs and abs(theirs - now) > SKEW:
        response = await _asked(http, key, theirs)
    return renewals.told(response)


async def _asked(http: httpx.AsyncClient, key: dict[str, Any], at: datetime) -> httpx.Response:
    form = {"grant_type": GRANT, "assertion": _claim(key, at)}
    return await http.post(_token_uri(key), data=form)


def _claim(key: dict[str, Any], at: datetime) -> str:
    """The signed claim; raises TokenRefused where the key cannot sign."""
    begun = int((at - EPOCH).total_seconds())
    claims = {
        "iss": key["client_email"],
        "scope": SCOPE,
        "aud": _token_uri(key),
        "iat": begun,
        "exp": begun + int(LIFE.total_seconds()),
    }
    try:
        signer = crypt.RSASigner.from_service_account_info(key)
        return jwt.encode(signer, claims).decode()
    except Exception as error:
        # What the library says may hold the key.
        kind = type(error).__name__
        raise TokenRefused(f"the private key cannot be used ({kind}); {NEW_KEY}") from None


def _key(credential: Credential) -> dict[str, Any]:
    """The fields of the key file; raises TokenRefused, naming those that are missing."""
    key = json.loads(credential.signing_key) if credential.signing_key else {}
    missing = [name for name in NEEDED if not isinstance(key.get(name), str)]
    if missing:
        what = "expected the JSON key of a service account, in which there is no"
        raise TokenRefused(f"{what} {', '.join(missing)}; {NEW_KEY}")
    return dict(key)


def _token_uri(key: dict[str, Any]) -> str:
    return str(key.get("token_uri") or TOKEN_URI)
