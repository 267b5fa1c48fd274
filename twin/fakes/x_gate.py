"""What X checks before it answers: its version, the token, the access, the limit of calls, the credits."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response

from twin.fakes import x_problems as problems
from twin.fakes.base import Handler, bearer
from twin.fakes.epoch import seconds
from twin.fakes.limits import FixedWindows
from twin.fakes.x_calls import Viewer
from twin.fakes.x_problems import Refused

if TYPE_CHECKING:
    from twin.fakes.x import XFake

APP_ONLY = "twin-x-app-only"
WINDOW_SECONDS = 900
LIMITS: dict[str, tuple[int | None, int | None]] = {  # by endpoint: for an app, for a user
    "me": (None, 75),
    "user": (300, 900),
    "by_username": (300, 900),
    "users": (300, 900),
    "timeline": (10_000, 900),
    "posts": (3_500, 5_000),
    "usage": (50, None),
}


class Gate:
    """Stands before every endpoint."""

    def __init__(self, fake: "XFake") -> None:
        self._fake = fake
        self._windows = FixedWindows()

    def opened(self, name: str, endpoint: Callable[[Request, Viewer], Any]) -> Handler:
        """The endpoint behind everything that X checks first: version, token, access, limit, credits."""

        async def opened(request: Request) -> Response:
            viewer = self._viewer(request)
            if isinstance(viewer, Response):
                return viewer
            if refused := self._access_refused(name, viewer):
                return refused
            headers, is_allowed = self._counted(name, viewer)
            if not is_allowed:
                return self._fake.answer(problems.THROTTLED["problem"], 429, headers)
            response = self._throttled(viewer) or self._unpaid() or self._answered(endpoint, request, viewer)
            response.headers.update(headers)
            return response

        return opened

    def _viewer(self, request: Request) -> Viewer | Response:
        account = self._fake.account_of(request)
        if self._fake.faults.active("retired_version", account) is not None:
            return self._fake.answer(problems.ENDED, 410)
        token = bearer(request)
        owner = self._fake.tokens.owner(token, self._fake.clock.now())
        is_known = token == APP_ONLY or owner is not None
        if not is_known or self._fake.faults.active("expired_token", account) is not None:
            return self._fake.answer(problems.UNAUTHORIZED, 401)
        return Viewer(owner)

    def _access_refused(self, name: str, viewer: Viewer) -> Response | None:
        if self._fake.faults.active("missing_permission", viewer.account_id) is not None:
            return self._fake.answer(problems.NOT_ENROLLED, 403)
        app, user = self._fake.limits[name]
        if viewer.account_id is None and app is None:
            return self._fake.answer(problems.NEEDS_USER, 403)
        return self._fake.answer(problems.NEEDS_APP, 403) if viewer.account_id and user is None else None

    def _counted(self, name: str, viewer: Viewer) -> tuple[dict[str, str], bool]:
        """The headers that tell what is left, and whether the call is inside its limit."""
        app, user = self._fake.limits[name]
        limit = (user if viewer.account_id else app) or 0
        now = self._fake.now(viewer.account_id)
        state = self._windows.count(now, limit, WINDOW_SECONDS, name, viewer.account_id or APP_ONLY)
        reset = str(seconds(state.reset))
        told = {"limit": str(state.limit), "remaining": str(state.remaining), "reset": reset}
        headers = {f"x-rate-limit-{word}": value for word, value in told.items()}
        return headers | {"api-version": "2.170"}, state.allowed

    def _throttled(self, viewer: Viewer) -> Response | None:
        """Fault rate_limited; its detail `shape` is problem (default) or codes."""
        fault = self._fake.faults.active("rate_limited", viewer.account_id)
        return (
            None
            if fault is None
            else self._fake.answer(problems.THROTTLED[fault.get("shape", "problem")], 429)
        )

    def _unpaid(self) -> Response | None:
        if self._fake.bill.is_depleted:
            return self._fake.answer(problems.NO_CREDITS, 402)
        return self._fake.answer(problems.usage_capped("Monthly"), 429) if self._fake.bill.is_capped else None

    def _answered(
        self, endpoint: Callable[[Request, Viewer], Any], request: Request, viewer: Viewer
    ) -> Response:
        try:
            body = endpoint(request, viewer)
        except Refused as refused:
            return self._fake.answer(refused.body, 400)
        return self._fake.answer(*body) if isinstance(body, tuple) else self._fake.answer(body)
