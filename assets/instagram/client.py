"""Calls of Instagram's Graph API: the account, its media, stories, comments, and many small calls at once."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from assets.calling.answers import Answer
from assets.calling.caller import Caller
from assets.calling.failures import CallFailed, NothingCame
from assets.facebook.graph_batch import BATCH, Part, batch
from assets.facebook.graph_reading import Found, pages
from assets.instagram.dialect import INSTAGRAM_LOGIN
from assets.sync.connection import Connection

BUDGET = "instagram"  # all calls of an account count against one allowance
MOST_MEDIA, MOST_COMMENTS = 100, 50
AT_ONCE = 10  # single calls


@dataclass(frozen=True)
class InstagramClient:
    """One account. `metrics` are names to ask for, by group; with `has_batches` many calls travel as one."""

    caller: Caller
    version: str
    account_id: str
    metrics: Mapping[str, Sequence[str]]
    has_batches: bool

    @classmethod
    def of(cls, connection: Connection) -> "InstagramClient":
        """The client of a connection. That graph.instagram.com takes batches is said nowhere."""
        has_batches = connection.account.product != INSTAGRAM_LOGIN
        metrics = connection.contract.metrics
        return cls(connection.caller, connection.api_version, connection.account_id, metrics, has_batches)

    def fields(self, group: str) -> str:
        """The fields of a group of the contract as a parameter."""
        return ",".join(self.metrics[group])

    def address(self, path: str, **params: str) -> str:
        """The address of a call from the version on, as parts of batches want it."""
        return f"{self.version}/{path}?{urlencode(params, safe=',')}"

    async def account(self) -> Answer:
        """The account as it is now. Raises CallFailed."""
        path = f"/{self.version}/{self.account_id}"
        return await self.caller.get(path, BUDGET, fields=self.fields("account_fields"))

    async def media(self, fields: str) -> AsyncIterator[Found]:
        """Pages of posts and reels, the newest first; there is no way to ask for a stretch of time.

        Raises CallFailed; NothingCame for an empty list where the account says that it has media.
        """
        is_empty = True
        async for found in self._edge(self.account_id, "media", MOST_MEDIA, fields=fields):
            is_empty = is_empty and not found.items
            yield found
        if is_empty and (number := await self._number_of_media()):
            raise NothingCame(f"media: expected {number} by media_count, got an empty list")

    async def _number_of_media(self) -> int:
        body = (await self.account()).body
        return body.get("media_count") or 0 if isinstance(body, Mapping) else 0

    def stories(self) -> AsyncIterator[Found]:
        """Pages of the stories of the last 24 hours; older ones cannot be had."""
        return self._edge(self.account_id, "stories", MOST_MEDIA, fields=self.fields("story_fields"))

    def comments(self, media_id: str, after: str) -> AsyncIterator[Found]:
        """The pages of comments of one post that come after a cursor, with replies inside of comments."""
        fields = self.fields("comment_fields")
        return self._edge(media_id, "comments", MOST_COMMENTS, after=after, fields=fields)

    async def parts(self, addresses: Sequence[str]) -> list[Part]:
        """The answers to different addresses, in their order; each counts as a call.

        What fails for one address only is in its part. Raises CallFailed for what fails for all.
        """
        done: list[Part] = []
        size = BATCH if self.has_batches else AT_ONCE
        for start in range(0, len(addresses), size):
            some = addresses[start : start + size]
            done += await (batch(self.caller, BUDGET, some) if self.has_batches else self._single(some))
        return done

    async def _single(self, addresses: Sequence[str]) -> list[Part]:
        # All of them end before one failure is raised: none goes on calling behind our back.
        made = await asyncio.gather(*map(self._part, addresses), return_exceptions=True)
        for part in made:
            if isinstance(part, BaseException):
                raise part
        return [part for part in made if isinstance(part, Part)]

    async def _part(self, address: str) -> Part:
        path, _, query = address.partition("?")
        try:
            answer = await self.caller.call("GET", f"/{path}", BUDGET, query=query)
        except CallFailed as failed:
            if failed.ends != "call":
                raise
            return Part(400, None, self.caller.now(), failed)
        return Part(answer.status, answer.body, answer.at)

    def _edge(self, of: str, edge: str, limit: int, **params: Any) -> AsyncIterator[Found]:
        return pages(self.caller, f"/{self.version}/{of}/{edge}", BUDGET, edge, limit, **params)
