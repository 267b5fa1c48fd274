"""Calls X's API v2 for one account: its profile, its timeline, its posts by id. Knows nothing of runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assets.calling.answers import Answer
from assets.calling.failures import BadRequest, Gone, PermissionMissing
from assets.sync.connection import Connection
from assets.sync.coverage import Stretch
from assets.x.dialect import FieldsRefused
from assets.x.fields import Fields
from assets.x.wording import errors_in, problem

FIELD_REFUSED = "not-authorized-for-field"
FIRST_POST = datetime(2010, 11, 6)  # X takes no start_time before


@dataclass(frozen=True)
class Found:
    """What one call for posts gave: posts with their media, errors about others, where the list goes on."""

    posts: list[Any]
    errors: list[dict[str, Any]]
    next_token: str | None
    at: datetime
    words: str

    def refused(self, word: str) -> list[str]:
        """The ids about which X says this problem, each once, in its order."""
        found = (str(error.get("resource_id")) for error in self.errors if problem(error) == word)
        return list(dict.fromkeys(found))


class XClient:
    """The calls, in the vocabulary that X takes and without the fields that it has refused lately."""

    def __init__(self, connection: Connection, remarks: list[str]) -> None:
        """`remarks` hears what a person should know."""
        self._connection, self._fields = connection, Fields(connection, remarks)
        self._version, self._metrics = connection.api_version, connection.contract.metrics

    async def user(self) -> tuple[dict[str, Any], Answer]:
        """The account itself, found by its id or its name; raises CallFailed."""
        account = self._connection.account_id
        path = account if account.isdecimal() else f"by/username/{account.lstrip('@')}"
        fields = ",".join(self._metrics["user"])
        endpoint = "user" if account.isdecimal() else "by_username"
        answer = await self._connection.caller.get(
            f"/{self._version}/users/{path}", endpoint, **{"user.fields": fields}
        )
        data = answer.body.get("data")
        if not isinstance(data, dict):
            raise _without_data(f"account {account}", answer)
        self._connection.memory.notes["user_id"] = data["id"]
        return data, answer

    async def timeline(
        self, user_id: str, window: Stretch, private: bool, size: int, cursor: str | None
    ) -> Found:
        """One page of the account's posts in the window, newest first, without reposts; raises CallFailed."""
        is_open = window.end >= self._connection.now()
        params = {
            "max_results": size,
            "exclude": "retweets",
            "start_time": _moment(window.start) if window.start > FIRST_POST else None,
            "end_time": None if is_open else _moment(window.end),
            "pagination_token": cursor,
        }
        answer = await self._asked(f"/{self._version}/users/{user_id}/tweets", "timeline", private, params)
        found = self._found(answer)
        is_bare = "data" not in answer.body and (bool(found.errors) or "meta" not in answer.body)
        if is_bare and not found.refused(FIELD_REFUSED):
            raise _without_data("timeline", answer)
        return found

    async def posts(self, ids: Sequence[str], private: bool) -> Found:
        """Up to a hundred posts by id, whatever version an id means; raises CallFailed."""
        answer = await self._asked(f"/{self._version}/tweets", "posts", private, {"ids": ",".join(ids)})
        return self._found(answer)

    async def _asked(self, path: str, endpoint: str, private: bool, params: dict[str, Any]) -> Answer:
        """Asks until the fields are those that X takes: in its other words, without one that it refuses."""
        while True:
            names = self._fields.names(private)
            given = {f"{self._fields.words}.fields": ",".join(names), "expansions": "attachments.media_keys"}
            given["media.fields"] = ",".join(self._metrics["media"])
            try:
                return await self._connection.caller.get(path, endpoint, **params, **given)
            except FieldsRefused as refused:
                self._fields.learn(refused, names)

    def _found(self, answer: Answer) -> Found:
        body = answer.body
        listed = (body.get("includes") or {}).get("media") or []
        media = {one["media_key"]: one for one in listed if isinstance(one, dict) and "media_key" in one}
        posts = [_with_media(post, media) for post in body.get("data") or []]
        next_token = (body.get("meta") or {}).get("next_token")
        return Found(posts, errors_in(body), next_token, answer.at, self._fields.words)


def _with_media(post: Any, media: dict[str, Any]) -> Any:
    attachments = post.get("attachments") if isinstance(post, dict) else None
    keys = attachments.get("media_keys", []) if isinstance(attachments, dict) else []
    own = [media[key] for key in keys if key in media]
    return {**post, "includes": {"media": own}} if own else post


def _without_data(what: str, answer: Answer) -> BadRequest | Gone | PermissionMissing:
    errors = errors_in(answer.body)
    if not errors:
        return BadRequest(f"{what}: expected data, got an answer without any (HTTP 200)")
    kind = Gone if problem(errors[0]) == "resource-not-found" else PermissionMissing
    return kind(f"{what}: {errors[0].get('title')}: {errors[0].get('detail')}")


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S}Z"
