"""Calls TikTok's Display API v2: users and videos by lists of fields. Knows nothing of runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, NamedTuple

import httpx

from assets.calling.answers import Again, Allowance, Answer
from assets.calling.caller import Caller
from assets.calling.failures import (
    BadRequest,
    BrokenPaging,
    CallFailed,
    MetricRefused,
    PermissionMissing,
    TokenRefused,
    VersionEnded,
)
from assets.tiktok import renewal
from warehouse.credentials import Credential

MOST = 20  # videos in a page, and ids in a query
THROTTLED_SECONDS = 60.0
NO_JSON = "expected a JSON object, got something else"
TOKEN = {"access_token_invalid", "access_token_has_been_revoked"}
PERMISSION = {"scope_not_authorized", "scope_permission_missed"}


class VideoPage(NamedTuple):
    """Videos as they came, newest first; the cursor (Unix milliseconds) of the next page or None."""

    videos: list[dict[str, Any]]
    cursor: int | None
    at: datetime


class Profile(NamedTuple):
    """What an account says of itself, as it came, and when it came."""

    item: dict[str, Any]
    at: datetime


@dataclass(frozen=True)
class DisplayDialect:
    """The manners of Display: a bearer token; success only where `error.code` is ok, whatever the status."""

    version: str

    def headers(self, token: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {token}"}

    def judge(self, answer: Answer) -> CallFailed | Again | None:
        if answer.status == 200 and not isinstance(answer.body, dict):
            return Again(NO_JSON)
        error = answer.body.get("error") if isinstance(answer.body, dict) else None
        code, message = (error.get("code"), error.get("message")) if isinstance(error, dict) else (None, None)
        if code == "ok":
            return None
        code = code if isinstance(code, str) else None
        told = f"HTTP {answer.status}, {code or 'no error code'}: {message or 'no message'}"
        if answer.status == 429 or code == "rate_limit_exceeded":
            return Again(told, THROTTLED_SECONDS)
        if code in PERMISSION:
            return PermissionMissing(told)
        if code in TOKEN or answer.status == 401:
            return TokenRefused(told)
        if code == "invalid_params":
            return MetricRefused(told)
        if answer.status == 404:
            return VersionEnded(f"{told}; {self.version} of the Display API does not know this path")
        return BadRequest(told) if 400 <= answer.status < 500 else Again(told)

    def allowance(self, _answer: Answer) -> Allowance | None:
        """None: no header says what is left, the contract's paces keep us inside."""

    async def renewed(self, http: httpx.AsyncClient, credential: Credential, now: datetime) -> Credential:
        return await renewal.display(http, credential, now, self.version)


@dataclass(frozen=True)
class Display:
    """The calls of one account."""

    caller: Caller
    version: str
    listing: ClassVar[str] = "video/list"
    asking: ClassVar[str] = "video/query"
    always: ClassVar[tuple[str, ...]] = ("id", "create_time")
    account: ClassVar[str] = "user/info"
    counted: ClassVar[str] = "video_count"

    async def profile(self, fields: Sequence[str]) -> Profile:
        """The user; raises CallFailed, MetricRefused where a field is refused."""
        path, asked = f"/{self.version}/user/info/", ",".join(["open_id", *fields])
        answer = await self.caller.get(path, "user/info", fields=asked)
        return Profile(_data(answer).get("user") or {}, answer.at)

    async def page(self, fields: Sequence[str], cursor: int | None, most: int = MOST) -> VideoPage:
        """Public videos older than the cursor; a page may be short, even empty, though more follow."""
        body = {"max_count": most} if cursor is None else {"max_count": most, "cursor": cursor}
        return paged(await self._post("video/list", [*self.always, *fields], body))

    async def known(self, fields: Sequence[str], ids: Sequence[str]) -> VideoPage:
        """The videos of up to 20 ids; those that are deleted or private are not in it."""
        body = {"filters": {"video_ids": list(ids)}}
        answer = await self._post("video/query", [*self.always, *fields], body)
        return VideoPage(_data(answer).get("videos") or [], None, answer.at)

    async def _post(self, endpoint: str, fields: Sequence[str], body: dict[str, Any]) -> Answer:
        params = {"fields": ",".join(fields)}
        return await self.caller.call(
            "POST", f"/{self.version}/{endpoint}/", endpoint, params, json_body=body
        )


def paged(answer: Answer) -> VideoPage:
    """The page in an answer of either product; raises BrokenPaging where the next one has no cursor."""
    data = _data(answer)
    cursor = data.get("cursor") if data.get("has_more") else None
    if data.get("has_more") and not cursor:
        raise BrokenPaging("expected a cursor beside has_more, got none")
    return VideoPage(data.get("videos") or [], int(cursor) if cursor else None, answer.at)


def _data(answer: Answer) -> dict[str, Any]:
    return answer.body.get("data") or {}
