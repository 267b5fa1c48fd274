"""What every call to the fake LinkedIn has to pass: its token, its version, its query string."""

from datetime import date, datetime
from typing import Any

from starlette.requests import Request

from twin.fakes import linkedin_refusals as refusals
from twin.fakes.base import bearer
from twin.fakes.faults import Faults
from twin.fakes.linkedin_restli import RESERVED, BadSyntax, Unpermitted, parameters
from twin.fakes.tokens import TokenBook

# The day on which a version ends. After 202603 none was announced: there it is taken from the ones before.
VERSIONS = {
    "202510": date(2026, 10, 15),
    "202511": date(2026, 11, 16),
    "202601": date(2027, 1, 15),
    "202602": date(2027, 2, 15),
    "202603": date(2027, 3, 16),
    "202604": date(2027, 4, 15),
    "202605": date(2027, 5, 15),
    "202606": date(2027, 6, 15),
    "202607": date(2027, 7, 15),
}


def check_token(tokens: TokenBook, faults: Faults, request: Request, now: datetime) -> None:
    """Raises Refused for no token, an unknown one, and one that has ended or was revoked."""
    access = bearer(request)
    if access is None:
        raise refusals.token("empty")
    given = tokens.ends(access)
    if given is None:
        raise refusals.token("invalid")
    # The fault ends the token that is in force when it strikes; one given in exchange is good.
    ended = faults.active("expired_token", given.account_id)
    if ended is not None and ended.setdefault("number", given.number) == given.number:
        raise refusals.token("revoked" if ended.get("is_revoked") else "expired")
    if given.expires_at is not None and given.expires_at <= now:
        raise refusals.token("expired")


def check_version(faults: Faults, request: Request, account_id: str | None, now: datetime) -> None:
    """Raises Refused without a version, and for one that is not alive: there is no default."""
    version = request.headers.get("linkedin-version")
    if not version:
        raise refusals.no_version()
    retired = faults.active("retired_version", account_id)
    is_retired = retired is not None and retired.get("version", version) == version
    if is_retired or now.date() >= VERSIONS.get(version, date.min):
        raise refusals.dead_version(version)


def read_parameters(request: Request, allowed: set[str]) -> dict[str, Any]:
    """The parameters of the query; raises Refused for bad syntax and for names that are not `allowed`."""
    is_second = request.headers.get("x-restli-protocol-version") == "2.0.0"
    last = request.scope.get("raw_path", b"").partition(b"?")[0].rpartition(b"/")[2].decode()
    if any(sign in RESERVED for sign in last):
        raise refusals.illegal("Invalid key in the path: reserved signs must be percent-encoded")
    try:
        found = parameters(request.scope["query_string"].decode(), is_second)
    except Unpermitted as wrong:
        raise refusals.unpermitted(wrong.fields) from None
    except BadSyntax as wrong:
        raise refusals.illegal(f"Invalid query parameters passed to request: {wrong}") from None
    unknown = [f"/{name}" for name in found if name not in allowed]
    if unknown:
        raise refusals.unpermitted(unknown)
    return found
