"""Calls TikTok's Accounts API (Business) v1.3: accounts, their days, posts. Knows nothing of runs."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

import httpx

from assets.calling.answers import Again, Allowance, Answer
from assets.calling.caller import Caller
from assets.calling.failures import (
    BadRequest,
    CallFailed,
    MetricRefused,
    PermissionMissing,
    TokenRefused,
    VersionEnded,
)
from assets.calling.paging import Pages
from assets.tiktok import renewal
from assets.tiktok.client import MOST, NO_JSON, Profile, VideoPage, paged
from warehouse.credentials import Credential

THROTTLED, WRONG = 40100, 40002
PERMISSION = {40001}
TOKEN = {40102, 40104, 40105}  # ended, missing, of no use
THROTTLED_SECONDS = 300.0
A_DAY = ("day", "daily", "qpd")  # how messages tell the limit of the day from that of the minute


@dataclass(frozen=True)
class BusinessDialect:
    """The manners of Business: a header of its own for the token, and success only where `code` is 0."""

    version: str

    def headers(self, token: str) -> dict[str, str]:
        return {"Access-Token": token}

    def judge(self, answer: Answer) -> CallFailed | Again | None:
        if answer.status == 200 and not isinstance(answer.body, dict):
            return Again(NO_JSON)
        body = answer.body if isinstance(answer.body, dict) else {}
        code, message = body.get("code"), str(body.get("message") or "no message")
        code = code if isinstance(code, int) else None
        if code == 0:
            return None
        told = f"HTTP {answer.status}, {'no code' if code is None else f'code {code}'}: {message}"
        if answer.status == 429 or code == THROTTLED:
            return Again(told, _until_again(answer, message))
        if code in TOKEN or answer.status == 401:
            return TokenRefused(told)
        if code in PERMISSION:
            return PermissionMissing(told)
        if code == WRONG:
            return MetricRefused(told)
        if answer.status == 404:
            return VersionEnded(f"{told}; {self.version} of the Accounts API does not know this path")
        return BadRequest(told) if str(code).startswith("4") else Again(told)

    def allowance(self, _answer: Answer) -> Allowance | None:
        """None: nothing says what is left, the contract's paces keep us inside."""

    async def renewed(self, http: httpx.AsyncClient, credential: Credential, now: datetime) -> Credential:
        return await renewal.business(http, credential, now, self.version)


def _until_again(answer: Answer, message: str) -> float:
    """Five minutes for the limit of a minute; for that of the day until midnight (UTC) by TikTok's clock."""
    is_of_the_day = any(word in message.lower() for word in A_DAY)
    return answer.until_midnight.total_seconds() if is_of_the_day else THROTTLED_SECONDS


@dataclass(frozen=True)
class Business:
    """The calls of one account, which Business calls `business_id`."""

    caller: Caller
    version: str
    business_id: str
    listing: ClassVar[str] = "business/video/list"
    asking: ClassVar[str] = "business/video/list"
    always: ClassVar[tuple[str, ...]] = ("item_id", "create_time")
    account: ClassVar[str] = "business/get"
    counted: ClassVar[str] = "videos_count"

    async def profile(
        self, fields: Sequence[str], first: date | None = None, last: date | None = None
    ) -> Profile:
        """The account; with daily fields also `metrics` of days (UTC) first to last, at most 60 days back."""
        days = {"start_date": f"{first}", "end_date": f"{last}"} if first and last else {}
        answer = await self._get(self.account, fields, **days)
        return Profile(answer.body.get("data") or {}, answer.at)

    async def page(self, fields: Sequence[str], cursor: int | None, most: int = MOST) -> VideoPage:
        """Posts older than the cursor; a page may be short, even empty, though more follow."""
        return paged(await self._get(self.listing, [*self.always, *fields], cursor=cursor, max_count=most))

    async def known(self, fields: Sequence[str], ids: Sequence[str]) -> VideoPage:
        """The posts of up to 20 ids, in however many pages they come; what is deleted or private does not."""
        filters, names = json.dumps({"video_ids": list(ids)}), [*self.always, *fields]
        pages, found, cursor = Pages(f"{self.asking} of {len(ids)} ids"), list[dict[str, Any]](), None
        while True:
            answer = await self._get(self.asking, names, filters=filters, cursor=cursor, max_count=MOST)
            videos, cursor, at = paged(answer)
            found += videos
            if not pages.more(cursor, len(videos)):
                return VideoPage(found, None, at)

    async def _get(self, endpoint: str, fields: Sequence[str], **params: Any) -> Answer:
        path = f"/open_api/{self.version}/{endpoint}/"
        listed = json.dumps(list(fields))
        return await self.caller.get(path, endpoint, business_id=self.business_id, fields=listed, **params)
