"""What all fake platforms share: routes, the clock, tokens, faults, and answers that are cut off or late."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twin.clock import Clock
from twin.fakes.faults import Faults
from twin.fakes.tokens import TokenBook
from twin.social import SocialWorld

Handler = Callable[[Request], Awaitable[Response]]


class Fake:
    """One platform as an ASGI application (`app`). Sub-classes give routes, and say how the platform refuses.

    `log` holds (method, path, status) of every call, for tests and for counting.
    """

    platform = ""

    def __init__(self, account_ids: Sequence[str], clock: Clock, faults: Faults | None = None) -> None:
        self.clock, self.faults = clock, faults or Faults()
        self.tokens = TokenBook(self.platform, list(account_ids))
        self.log: list[tuple[str, str, int]] = []
        self.app = Starlette(
            routes=[
                Route(path, self._guarded(handler), methods=[method])
                for method, path, handler in self.routes()
            ]
        )

    def routes(self) -> Sequence[tuple[str, str, Handler]]:
        """Method, path and handler of everything that the platform answers."""
        raise NotImplementedError

    def token_of(self, request: Request) -> str | None:
        """The access token that the request carries, None where it carries none."""
        return bearer(request)

    def account_of(self, request: Request) -> str | None:
        """The account whose token the request carries, whether the token is still good or not."""
        given = self.tokens.ends(self.token_of(request))
        return given.account_id if given else None

    def retired_metric(self, account_id: str | None) -> str | None:
        """The name that is given no more while the fault retired_metric is on, else None."""
        name: str | None = (self.faults.active("retired_metric", account_id) or {}).get("metric")
        return name

    def server_error(self) -> Response:
        """How the platform says that it has a problem of its own."""
        return self.answer({"error": "internal"}, 503)

    def answer(self, body: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
        """JSON with the platform's own clock in the Date header."""
        date = format_datetime(self.now().replace(tzinfo=UTC), usegmt=True)
        content = json.dumps(body, ensure_ascii=False).encode()
        return Response(content, status, {"date": date, **(headers or {})}, media_type="application/json")

    def now(self, account_id: str | None = None) -> datetime:
        """The platform's clock, which may be off (fault clock_skew)."""
        skew = self.faults.active("clock_skew", account_id)
        return self.clock.now() + timedelta(seconds=skew["seconds"] if skew else 0)

    def _guarded(self, handler: Handler) -> Handler:
        async def guarded(request: Request) -> Response:
            account = self.account_of(request)
            if slow := self.faults.active("slow", account):
                await asyncio.sleep(slow["seconds"])
            if self.faults.active("server_errors", account) is not None:
                response = self.server_error()
            else:
                response = await handler(request)
            if response.status_code == 200 and self.faults.active("truncated_body", account) is not None:
                half = bytes(response.body)[: len(response.body) // 2]
                response = Response(
                    half, 200, {"date": response.headers["date"]}, media_type="application/json"
                )
            self.log.append((request.method, request.url.path, response.status_code))
            return response

        return guarded


class SocialFake(Fake):
    """A platform with the accounts that the simulated social world has on it."""

    def __init__(self, world: SocialWorld, clock: Clock, faults: Faults | None = None) -> None:
        self.world = world
        super().__init__([each.profile.account_id for each in world.of(self.platform)], clock, faults)


def bearer(request: Request) -> str | None:
    """The token of the header Authorization, None without one."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None
