"""The fake of X's API v2: its routes, its options, and how it renews tokens."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from datetime import timedelta
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from twin.clock import Clock
from twin.fakes import x_problems as problems
from twin.fakes.base import Handler, SocialFake
from twin.fakes.faults import Faults
from twin.fakes.x_bill import Bill
from twin.fakes.x_endpoints import Endpoints
from twin.fakes.x_gate import LIMITS, Gate
from twin.fakes.x_users import Users
from twin.social import SocialWorld

LIFETIME = timedelta(hours=2)


class XFake(SocialFake):
    """`accepts`: the vocabularies that the server takes, the first one where a call names none.

    The token x_gate.APP_ONLY is an app's own: public fields only. With `refuses_private` it gets a 403 for
    private fields, else an error for each field. `bill` counts what is charged.
    """

    platform = "x"

    def __init__(
        self,
        world: SocialWorld,
        clock: Clock,
        faults: Faults | None = None,
        accepts: Sequence[str] = ("post", "tweet"),
        limits: Mapping[str, tuple[int | None, int | None]] | None = None,
        bill: Bill | None = None,
        refuses_private: bool = False,
    ) -> None:
        self.accepts, self.limits = tuple(accepts), {**LIMITS, **(limits or {})}
        self.bill, self.refuses_private = bill or Bill(), refuses_private
        self.gate, self.endpoints, self.users = Gate(self), Endpoints(self), Users(self)
        super().__init__(world, clock, faults)

    def routes(self) -> Sequence[tuple[str, str, Handler]]:
        opened, ends, users = self.gate.opened, self.endpoints, self.users
        return [
            ("POST", "/2/oauth2/token", self.renew),
            ("GET", "/2/users/me", opened("me", users.me)),
            ("GET", "/2/users/by/username/{username}", opened("by_username", users.by_username)),
            ("GET", "/2/users/{id}", opened("user", users.user)),
            ("GET", "/2/users", opened("users", users.users)),
            ("GET", "/2/users/{id}/tweets", opened("timeline", ends.timeline)),
            ("GET", "/2/tweets", opened("posts", ends.posts)),
            ("GET", "/2/usage/tweets", opened("usage", users.usage)),
        ]

    def server_error(self) -> Response:
        return self.answer(problems.TROUBLE, 503)

    async def renew(self, request: Request) -> Response:
        """Exchanges a refresh token for new tokens; the old ones are of no use afterwards."""
        form = dict(parse_qsl((await request.body()).decode()))
        if not (form.get("client_id") or _has_client(request)):
            return self.answer(problems.NO_CLIENT, 401)
        refresh = form.get("refresh_token", "")
        withdrawn = self.faults.active("expired_token", self.tokens.holder(refresh)) is not None
        if withdrawn or form.get("grant_type") != "refresh_token":
            return self.answer(problems.REFRESH_REFUSED, 400)
        given = self.tokens.renew(refresh, self.clock.now(), LIFETIME)
        if given is None:
            return self.answer(problems.REFRESH_REFUSED, 400)
        lasts, scope = int(LIFETIME.total_seconds()), "tweet.read users.read offline.access"
        tokens = {"access_token": given.access, "refresh_token": given.refresh}
        return self.answer({"token_type": "bearer", "expires_in": lasts, "scope": scope, **tokens})


def _has_client(request: Request) -> bool:
    """Whether the call carries HTTP Basic with a client id and a secret."""
    scheme, _, coded = request.headers.get("authorization", "").partition(" ")
    try:
        client, _, secret = base64.b64decode(coded).decode().partition(":")
    except (ValueError, binascii.Error):
        return False
    return scheme == "Basic" and bool(client and secret)
