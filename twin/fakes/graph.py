"""The fake Graph API as far as Facebook and Instagram share it: versions, tokens, limits, errors, batches."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request
from starlette.responses import Response

from twin.clock import Clock
from twin.fakes.base import Handler, SocialFake
from twin.fakes.faults import Faults
from twin.fakes.graph_call import Call, parts_of, token_of
from twin.fakes.graph_error import GraphError, envelope, missing_object
from twin.fakes.graph_usage import Usage
from twin.fakes.graph_versions import NEWEST, answering_version
from twin.social import SocialAccount, SocialPost, SocialWorld

HOST = "https://graph.facebook.com"  # what addresses inside of answers begin with


class GraphFake(SocialFake):
    """A part of the Graph API. Sub-classes say in `served` what good calls are answered with.

    `calls_a_day` is the allowance of one account; None: 4,800 for each person who was engaged in a day.
    """

    throttle_code, usage_type = 80001, "pages"

    def __init__(
        self,
        world: SocialWorld,
        clock: Clock,
        faults: Faults | None = None,
        calls_a_day: int | None = None,
    ) -> None:
        self.usage = Usage(self.usage_type, calls_a_day)
        super().__init__(world, clock, faults)

    def routes(self) -> Sequence[tuple[str, str, Handler]]:
        return [("POST", "/{path:path}", self._posted), ("GET", "/{path:path}", self._got)]

    def token_of(self, request: Request) -> str | None:
        """By the header, or by the parameter access_token."""
        return token_of(request)

    def server_error(self) -> Response:
        error = GraphError("Service temporarily unavailable", 2, status=503, is_transient=True)
        return self.answer(envelope(error), 503)

    def served(self, call: Call, account: SocialAccount) -> Any:
        """What the platform answers a good call with, parsed; raises GraphError."""
        raise NotImplementedError

    def post_of(self, account: SocialAccount, name: str) -> SocialPost:
        """The post of that id, if it is there now; code 100/33 for any other."""
        post = account.find(name, self.clock.now())
        if post is None:
            raise missing_object(name)
        return post

    async def _got(self, request: Request) -> Response:
        call = Call.of(request.path_params["path"], dict(request.query_params), token_of(request))
        status, body, headers = self._answered(call)
        return self.answer(body, status, headers)

    async def _posted(self, request: Request) -> Response:
        form = dict(parse_qsl((await request.body()).decode()))
        token = token_of(request) or form.get("access_token")
        call = Call.of(request.path_params["path"], form, token)
        try:
            version = self._version(call, self.account_of(request))
            self._signed(call)
            parts = parts_of(form.get("batch"))
        except GraphError as error:
            return self.answer(envelope(error), error.status)
        answers = [self._part(part, token, version) for part in parts]
        return self.answer(answers, headers={"facebook-api-version": version})

    def _part(self, part: Mapping[str, Any], token: str | None, version: str) -> dict[str, Any]:
        """One part of a batch, in its version if it names none: its body is JSON inside of a string."""
        address = urlsplit(str(part.get("relative_url", "")))
        call = Call.of(address.path, dict(parse_qsl(address.query)), token)
        call = call if call.version else replace(call, version=version)
        status, body, headers = self._answered(call)
        told = [{"name": name, "value": value} for name, value in headers.items()]
        return {"code": status, "headers": told, "body": json.dumps(body, ensure_ascii=False)}

    def _answered(self, call: Call) -> tuple[int, Any, dict[str, str]]:
        """Status, body and headers of one call, counted against the allowance of its account."""
        given = self.tokens.ends(call.token)
        owner = given.account_id if given else None
        headers: dict[str, str] = {}
        try:
            headers["facebook-api-version"] = self._version(call, owner)
            account = self._signed(call)
            headers |= self._counted(account)
            body = self.served(call, account)
        except GraphError as error:
            return error.status, envelope(error), headers | error.headers
        return 200, body, headers

    def _version(self, call: Call, owner: str | None) -> str:
        if self.faults.active("retired_version", owner) is not None:
            told = f"(#2635) You are calling a deprecated version. Please update to {NEWEST}."
            raise GraphError(told, 2635)
        return answering_version(call.version, self.now().date())

    def _signed(self, call: Call) -> SocialAccount:
        """The account whose token the call carries; code 190 for any other."""
        if call.token is None:
            raise GraphError("An active access token must be used to query information.", 2500)
        given = self.tokens.ends(call.token)
        if given is None:
            raise GraphError("Invalid OAuth access token - Cannot parse access token", 190)
        owner = self.tokens.owner(call.token, self.now())
        if owner is None or self.faults.active("expired_token", owner) is not None:
            raise GraphError("Error validating access token: Session has expired.", 190, 463, status=401)
        account = self.world.account(self.platform, owner)
        assert account is not None  # the token book is made of the world's accounts
        return account

    def _counted(self, account: SocialAccount) -> dict[str, str]:
        """The usage headers; raises the throttling error of the platform where nothing is left."""
        owner = account.profile.account_id
        fault = self.faults.active("rate_limited", owner)
        headers, allowed = self.usage.count(account, self.now(), fault)
        if not allowed:
            told = "There have been too many calls to this account. Wait a bit and try again."
            message = f"(#{self.throttle_code}) {told}"
            raise GraphError(message, self.throttle_code, 2446079, headers=headers)
        return headers
