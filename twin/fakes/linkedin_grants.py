"""LinkedIn's OAuth: a refresh token is exchanged for an access token, and is not prolonged by that."""

from datetime import datetime, timedelta
from typing import Any

from twin.fakes.tokens import TokenBook

ACCESS_LIFE, REFRESH_LIFE = timedelta(days=60), timedelta(days=365)


class Grants:
    """The grants of all members, given at `begun`."""

    def __init__(self, tokens: TokenBook, begun: datetime) -> None:
        self._tokens, self._ends = tokens, begun + REFRESH_LIFE

    def exchanged(self, form: dict[str, str], now: datetime) -> dict[str, Any]:
        """What POST /oauth/v2/accessToken answers to the form; with `error` in it where it gives nothing."""
        if form.get("grant_type") != "refresh_token":
            return _error("unsupported_grant_type", "expected grant_type refresh_token")
        missing = [name for name in ("refresh_token", "client_id", "client_secret") if not form.get(name)]
        if missing:
            return _error("invalid_request", f'A required parameter "{missing[0]}" is missing')
        given = self._tokens.renew(form["refresh_token"], now, ACCESS_LIFE) if now < self._ends else None
        if given is None:
            return _error(
                "invalid_request",
                "The provided authorization grant or refresh token is invalid, expired or revoked.",
            )
        given.refresh = form["refresh_token"]  # the same one goes on, to its old end
        return {
            "access_token": given.access,
            "expires_in": int(ACCESS_LIFE.total_seconds()),
            "refresh_token": given.refresh,
            "refresh_token_expires_in": int((self._ends - now).total_seconds()),
            "scope": "r_organization_social,rw_organization_admin",
        }


def _error(error: str, description: str) -> dict[str, Any]:
    return {"error": error, "error_description": description}
