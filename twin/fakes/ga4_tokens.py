"""The token endpoint of the fake Google: a signed claim against an access token that lives an hour."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from google.auth import crypt

from twin.fakes.epoch import EPOCH
from twin.fakes.ga4_key import email, public_key

GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
SCOPE = "https://www.googleapis.com/auth/analytics.readonly"
LIFE = timedelta(seconds=3599)
LONGEST, TOLERANCE = 3600, 300
TIMES = (
    "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your "
    "iat and exp values in the JWT claim."
)


class Invalid(ValueError):
    """A claim that is not accepted, with Google's words."""


@dataclass
class Minted:
    """The access tokens of one service account, and when each ends. Several are good at a time."""

    property_id: str
    ends: dict[str, datetime] = field(default_factory=dict)

    def exchanged(self, form: Mapping[str, str], now: datetime) -> dict[str, Any]:
        """The body for a claim: a token, or an error in OAuth's words."""
        if form.get("grant_type") != GRANT:
            return {"error": "unsupported_grant_type", "error_description": "Invalid grant_type"}
        try:
            self._check(form.get("assertion", ""), now)
        except Invalid as invalid:
            return {"error": "invalid_grant", "error_description": str(invalid)}
        token = f"twin-ga4-{self.property_id}-access-{len(self.ends) + 1}"
        self.ends[token] = now + LIFE
        return {"access_token": token, "expires_in": int(LIFE.total_seconds()), "token_type": "Bearer"}

    def is_good(self, token: str | None, now: datetime) -> bool:
        """Whether the token was given and has not ended."""
        return token in self.ends and now < self.ends[token]

    def _check(self, assertion: str, now: datetime) -> None:
        """Raises Invalid for a claim that is not signed by the account, not for us, or not for now."""
        signed, _, signature = assertion.rpartition(".")
        head, claims = (_read(part) for part in (*signed.split("."), "", "")[:2])
        if head.get("alg") != "RS256" or claims.get("iss") != email(self.property_id):
            raise Invalid("Invalid grant: account not found")
        verifier = crypt.RSAVerifier.from_string(public_key(self.property_id))
        if not verifier.verify(signed.encode(), _bytes(signature)):
            raise Invalid("Invalid JWT Signature.")
        if claims.get("scope") != SCOPE or not str(claims.get("aud")).endswith("/token"):
            raise Invalid("Invalid JWT: wrong scope or audience.")
        begun, ends = int(claims.get("iat", 0)), int(claims.get("exp", 0))
        seconds = (now - EPOCH).total_seconds()
        if ends - begun > LONGEST or begun > seconds + TOLERANCE or ends <= seconds:
            raise Invalid(TIMES)


def _read(part: str) -> dict[str, Any]:
    try:
        found = json.loads(_bytes(part))
    except ValueError:
        raise Invalid("Invalid JWT: not a JWT.") from None
    return found if isinstance(found, dict) else {}


def _bytes(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
