"""The fake Community Management API of LinkedIn: who gets an answer, in which version, and how often."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import Response

from twin.clock import Clock
from twin.fakes import linkedin_refusals as refusals
from twin.fakes import linkedin_resources as resources
from twin.fakes.base import Handler, SocialFake
from twin.fakes.faults import Faults
from twin.fakes.limits import FixedWindows
from twin.fakes.linkedin_gate import check_token, check_version, read_parameters
from twin.fakes.linkedin_grants import Grants
from twin.fakes.linkedin_refusals import Refused
from twin.fakes.linkedin_resources import Call, Manners
from twin.social import SocialWorld

DAY_SECONDS = 86_400
APPLICATION, MEMBER = 500, 100  # calls a day to each resource in the development tier
GATHERED = ("q", "organizationalEntity", "timeIntervals", "start", "count")


class LinkedInFake(SocialFake):
    """LinkedIn for the pages of the simulated world. `manners` may be changed between calls."""

    platform = "linkedin"

    def __init__(
        self, world: SocialWorld, clock: Clock, faults: Faults | None = None, application: int = APPLICATION,
        member: int = MEMBER, manners: Manners | None = None,
    ) -> None:  # fmt: skip
        super().__init__(world, clock, faults)
        self.manners = manners or Manners()
        self._limits = {"APPLICATION": application, "MEMBER": member}
        self._windows = FixedWindows()
        self._grants = Grants(self.tokens, clock.now())

    def routes(self) -> list[tuple[str, str, Handler]]:
        return [
            ("POST", "/oauth/v2/accessToken", self._token),
            self._route("organizationAcls", resources.roles, "q", "start", "count"),
            self._route("organizations/{entity}", resources.organization_of),
            self._route("posts", resources.posts, "q", "author", "sortBy", "start", "count"),
            self._route("posts/{entity}", resources.post),
            self._route(
                "organizationalEntityShareStatistics", resources.shares, *GATHERED, "shares", "ugcPosts"
            ),
            self._route("organizationalEntityFollowerStatistics", resources.followers, *GATHERED),
            self._route("networkSizes/{entity}", resources.size, "edgeType"),
        ]

    def server_error(self) -> Response:
        return self.answer({"message": "Internal Server Error", "status": 500}, 500)

    def answer(self, body: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
        own = {"x-li-fabric": "prod-lva1", "x-li-uuid": f"AAY{len(self.log):013d}"}
        return super().answer(body, status, {**own, **(headers or {})})

    def _route(self, path: str, told: Callable[[Call], Any], *allowed: str) -> tuple[str, str, Handler]:
        async def handler(request: Request) -> Response:
            try:
                return self.answer(told(self._admitted(request, path.partition("/")[0], set(allowed))))
            except Refused as refused:
                return self.answer(refused.body, refused.status)

        return "GET", f"/rest/{path}", handler

    def _admitted(self, request: Request, resource: str, allowed: set[str]) -> Call:
        """The call, where it may be answered; raises Refused."""
        account_id = self.account_of(request) or ""
        now = self.now(account_id)
        check_token(self.tokens, self.faults, request, now)
        check_version(self.faults, request, account_id, now)
        self._count(resource, account_id, now)
        denied = self.faults.active("missing_permission", account_id)
        account = self.world.account(self.platform, account_id)
        if account is None or (denied is not None and denied.get("resource", resource) == resource):
            raise refusals.denied(resource)
        params = read_parameters(request, allowed)
        return Call(account, params, now, request.path_params.get("entity", ""), self.faults, self.manners)

    def _count(self, resource: str, account_id: str, now: datetime) -> None:
        """Counts the call against the ceilings of the day, which end at midnight UTC; raises Refused."""
        limited = self.faults.active("rate_limited", account_id)
        if limited is not None:
            raise refusals.too_fast() if limited.get("is_short") else refusals.day_limit("APPLICATION")
        for level, whose in (("APPLICATION", ""), ("MEMBER", account_id)):
            state = self._windows.count(now, self._limits[level], DAY_SECONDS, resource, level, whose)
            if not state.allowed:
                raise refusals.day_limit(level)

    async def _token(self, request: Request) -> Response:
        """Exchanges a refresh token; a refused one is an error in OAuth's own words."""
        form = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        body = self._grants.exchanged(form, self.now())
        return self.answer(body, 400 if "error" in body else 200)
