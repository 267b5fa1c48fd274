"""A fake of TikTok's Accounts API (Business) v1.3: every answer has status 200 and a code."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from twin.clock import Clock
from twin.fakes import tiktok_insight_posts, tiktok_insights, tiktok_tokens
from twin.fakes.base import Handler, SocialFake
from twin.fakes.faults import Faults
from twin.fakes.limits import FixedWindows, SlidingWindows
from twin.fakes.tiktok_business_query import Refused, fields_of, listed, named_days, number, only
from twin.fakes.tiktok_pages import MOST, page
from twin.social import SocialAccount, SocialWorld

PREFIX = "/open_api/v1.3"
ACCOUNT_FIELDS = (
    *tiktok_insights.PROFILE, *tiktok_insights.DAILY, *tiktok_insights.DEMOGRAPHICS,
)  # fmt: skip
DAY_SECONDS = 86_400


class BusinessFake(SocialFake):
    """Account, posts and tokens of Business. 40 calls a minute for an account and endpoint."""

    platform = "tiktok"

    def __init__(
        self, world: SocialWorld, clock: Clock, faults: Faults | None, per_minute: int, per_day: int | None,
        personal: frozenset[str], latency: timedelta,
    ) -> None:  # fmt: skip
        super().__init__(world, clock, faults)
        self._per_minute, self._per_day, self._personal, self._latency = (
            per_minute,
            per_day,
            personal,
            latency,
        )
        self._minutes, self._days = SlidingWindows(), FixedWindows()

    def routes(self) -> Sequence[tuple[str, str, Handler]]:
        """The paths end with a slash, as the platform wants them."""
        return (
            ("GET", f"{PREFIX}/business/get/", self._answers(self._account)),
            ("GET", f"{PREFIX}/business/video/list/", self._answers(self._videos)),
            ("POST", f"{PREFIX}/tt_user/oauth2/refresh_token/", self._token),
        )

    def token_of(self, request: Request) -> str | None:
        """By the header Access-Token."""
        return request.headers.get("access-token")

    def server_error(self) -> Response:
        return self._said(50000, "System error")

    def _answers(self, handler: Any) -> Handler:
        """The handler behind everything that is checked of every call."""

        async def answering(request: Request) -> Response:
            account_id = self.account_of(request)
            if self.faults.active("retired_version", account_id) is not None:
                return PlainTextResponse("Unsupported path(Janus)", 404)
            try:
                return self._said(0, "OK", handler(self._allowed(request, account_id), request))
            except Refused as refused:
                return self._said(*refused.args)

        return answering

    def _allowed(self, request: Request, account_id: str | None) -> SocialAccount:
        """The account that the call is allowed to read; raises Refused."""
        owner = self.tokens.owner(self.token_of(request), self.now(account_id))
        account = self.world.account(self.platform, owner or "")
        if account is None or self.faults.active("expired_token", owner) is not None:
            raise Refused(40105, "Access token is incorrect or has been revoked.")
        if request.query_params.get("business_id") != owner:
            raise Refused(40001, "No permission for this business_id.")
        if self.faults.active("missing_permission", owner) is not None:
            raise Refused(40001, "Permission error: the scope has not been granted.")
        self._count(request.url.path, owner or "")
        return account

    def _count(self, path: str, owner: str) -> None:
        """Counts a call; raises Refused for one too many."""
        now = self.now(owner)
        if self._per_day is not None and not self._days.count(now, self._per_day, DAY_SECONDS, owner).allowed:
            raise Refused(40100, "Too many requests. The daily limit has been reached, retry tomorrow.")
        allowed = self._minutes.count(now, self._per_minute, 60, owner, path).allowed
        if not allowed or self.faults.active("rate_limited", owner) is not None:
            raise Refused(40100, "Too many requests. Please retry in some minutes.")

    def _account(self, account: SocialAccount, request: Request) -> dict[str, Any]:
        names = fields_of(request, ACCOUNT_FIELDS, self.retired_metric(account.profile.account_id)) or [
            "display_name",
            "profile_image",
        ]
        owner = account.profile.account_id
        first, last = named_days(request, self.now(owner).date())
        if self.faults.active("empty_ok", owner) is not None:
            return {}
        told = tiktok_insights.Telling(account, self.clock.now(), self._latency, owner not in self._personal)
        data = only(names, {**told.profile(), **told.demographics()})
        if set(names) & set(tiktok_insights.DAILY):
            data["metrics"] = [only(["date", *names], day) for day in told.days(first, last)]
        return data

    def _videos(self, account: SocialAccount, request: Request) -> dict[str, Any]:
        names = fields_of(request, tiktok_insight_posts.POST, self.retired_metric(account.profile.account_id))
        if "item_id" not in names:
            raise Refused(40002, "fields: item_id is required.")
        cursor, most = number(request, "cursor", None), number(request, "max_count", 10) or 0
        if not 1 <= most <= MOST:
            raise Refused(40002, "max_count: must be between 1 and 20.")
        ids = listed(request, "filters", "video_ids")
        owner, now = account.profile.account_id, self.clock.now()
        if self.faults.active("empty_ok", owner) is not None:
            return {"videos": [], "has_more": False}
        posts = [one for one in account.posts(now) if not ids or one.id in ids]
        found = page(
            posts, cursor, most, not ids and self.faults.active("repeated_cursor", owner) is not None
        )
        told = [tiktok_insight_posts.post(account, one, now, self._latency) for one in found.videos]
        videos = [only(names, video) for video in told]
        return {"videos": videos, "cursor": found.cursor, "has_more": found.has_more}

    async def _token(self, request: Request) -> Response:
        return self._said(*tiktok_tokens.business(await request.body(), self.tokens, self.faults, self.now()))

    def _said(self, code: int, message: str, data: dict[str, Any] | None = None) -> Response:
        told = {"code": code, "message": message, "request_id": "20261120000000012", "data": data or {}}
        return self.answer(told)
