"""A fake of TikTok's Display API v2: what it answers, in which envelope it refuses, how it counts calls."""

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from twin.clock import Clock
from twin.fakes import tiktok_tokens
from twin.fakes.base import Handler, SocialFake
from twin.fakes.faults import Faults
from twin.fakes.limits import SlidingWindows
from twin.fakes.tiktok_display_query import Refused, body_of, fields_of, only
from twin.fakes.tiktok_pages import MOST, page
from twin.fakes.tiktok_shapes import display_user, display_video
from twin.social import SocialAccount, SocialWorld

STATUS = {
    "invalid_params": 400,
    "access_token_invalid": 401,
    "scope_not_authorized": 401,
    "scope_permission_missed": 400,
    "rate_limit_exceeded": 429,
    "internal_error": 500,
}
LOG_ID = "2026112000000001"


class DisplayFake(SocialFake):
    """User, videos and tokens of Display. 600 calls a minute and endpoint, sliding; no header says so."""

    platform = "tiktok"

    def __init__(
        self,
        world: SocialWorld,
        clock: Clock,
        faults: Faults | None,
        per_minute: int,
        token_error_status: int,
    ) -> None:
        super().__init__(world, clock, faults)
        self._per_minute, self._token_error_status = per_minute, token_error_status
        self._windows = SlidingWindows()

    def routes(self) -> Sequence[tuple[str, str, Handler]]:
        """The paths end with a slash, as the platform wants them."""
        return (
            ("GET", "/v2/user/info/", self._answers(self._user)),
            ("POST", "/v2/video/list/", self._answers(self._list)),
            ("POST", "/v2/video/query/", self._answers(self._query)),
            ("POST", "/v2/oauth/token/", self._token),
        )

    def server_error(self) -> Response:
        return self._error("internal_error", "Something went wrong. Please try again later.")

    def _answers(self, handler: Any) -> Handler:
        """The handler behind everything that is checked of every call."""

        async def answering(request: Request) -> Response:
            account_id = self.account_of(request)
            if self.faults.active("retired_version", account_id) is not None:
                return PlainTextResponse("Unsupported path(Janus)", 404)
            try:
                account = self._allowed(request, account_id)
                fields = fields_of(request, self.retired_metric(account_id))
                data = handler(account, fields, body_of(await request.body()))
            except Refused as refused:
                return self._error(*refused.args)
            return self.answer({"data": data, "error": {"code": "ok", "message": "", "log_id": LOG_ID}})

        return answering

    def _allowed(self, request: Request, account_id: str | None) -> SocialAccount:
        """The account that the call is allowed to read; raises Refused."""
        owner = self.tokens.owner(self.token_of(request), self.now(account_id))
        account = self.world.account(self.platform, owner or "")
        if account is None or self.faults.active("expired_token", owner) is not None:
            raise Refused("access_token_invalid", "The access token is invalid or not found in the request.")
        if self.faults.active("missing_permission", owner) is not None:
            raise Refused(
                "scope_not_authorized", "The user did not authorize the scope required for this request."
            )
        counted = self._windows.count(
            self.now(owner), self._per_minute, 60, owner or "", request.url.path
        ).allowed
        if not counted or self.faults.active("rate_limited", owner) is not None:
            raise Refused("rate_limit_exceeded", "The API rate limit was exceeded. Please try again later.")
        return account

    def _user(self, account: SocialAccount, fields: list[str], _body: dict[str, Any]) -> dict[str, Any]:
        if self.faults.active("empty_ok", account.profile.account_id) is not None:
            return {"user": {}}
        return {"user": only(fields, display_user(account, self.clock.now()))}

    def _list(self, account: SocialAccount, fields: list[str], body: dict[str, Any]) -> dict[str, Any]:
        cursor, most = body.get("cursor"), body.get("max_count", 10)
        if set(body) - {"cursor", "max_count"} or type(most) is not int or not 1 <= most <= MOST:
            raise Refused("invalid_params", "Max count is invalid: it must be between 1 and 20")
        if cursor is not None and type(cursor) is not int:
            raise Refused("invalid_params", "Cursor is invalid")
        account_id, now = account.profile.account_id, self.clock.now()
        if self.faults.active("empty_ok", account_id) is not None:
            return {"videos": [], "cursor": 0, "has_more": False}
        repeats = self.faults.active("repeated_cursor", account_id) is not None
        found = page(account.posts(now), cursor, most, repeats)
        videos = [only(fields, display_video(account, post, now)) for post in found.videos]
        return {"videos": videos, "cursor": found.cursor, "has_more": found.has_more}

    def _query(self, account: SocialAccount, fields: list[str], body: dict[str, Any]) -> dict[str, Any]:
        ids = (body.get("filters") or {}).get("video_ids")
        if not isinstance(ids, list) or not 1 <= len(ids) <= MOST or not all(type(i) is str for i in ids):
            raise Refused("invalid_params", "Video ids is invalid: 1 to 20 ids as text are expected")
        now = self.clock.now()
        if self.faults.active("empty_ok", account.profile.account_id) is not None:
            return {"videos": []}
        found = [post for post in (account.find(each, now) for each in ids) if post is not None]
        return {"videos": [only(fields, display_video(account, post, now)) for post in found]}

    async def _token(self, request: Request) -> Response:
        body = tiktok_tokens.display(await request.body(), self.tokens, self.faults, self.now())
        return self.answer(body, self._token_error_status if "error" in body else 200)

    def _error(self, code: str, message: str) -> Response:
        body = {"data": {}, "error": {"code": code, "message": message, "log_id": LOG_ID}}
        return self.answer(body, STATUS[code])
