"""One call to the fake Graph API, by itself or as a part of a batch."""

import json
import re
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from twin.fakes.base import bearer
from twin.fakes.graph_error import GraphError

MOST_PARTS = 50
_VERSION = re.compile(r"v\d+\.\d+")


@dataclass(frozen=True)
class Call:
    """The version asked for, the words of the path behind it, the parameters, and the token."""

    version: str | None
    path: tuple[str, ...]
    params: dict[str, str]
    token: str | None

    @classmethod
    def of(cls, path: str, params: dict[str, str], token: str | None) -> "Call":
        words = [word for word in path.split("/") if word]
        version = words.pop(0) if words and _VERSION.fullmatch(words[0]) else None
        own = {name: value for name, value in params.items() if name != "access_token"}
        return cls(version, tuple(words), own, token)

    def whole(self, name: str, default: int) -> int:
        """A parameter that is a whole number; code 100 where it is none."""
        text = self.params.get(name)
        if text is None:
            return default
        if not text.isascii() or not text.isdigit():
            raise GraphError(f"(#100) Param {name} must be an integer", 100)
        return int(text)

    def words(self, name: str) -> list[str]:
        """A parameter that is a list with commas; empty where it is absent."""
        return [word.strip() for word in self.params.get(name, "").split(",") if word.strip()]


def token_of(request: Request) -> str | None:
    """The token of a request, from the header or from the query."""
    return bearer(request) or request.query_params.get("access_token")


def parts_of(text: str | None) -> list[dict[str, Any]]:
    """The parts of a batch, at most 50; code 100 for a text that is none."""
    try:
        parts = json.loads(text or "")
    except ValueError:
        raise GraphError("(#100) The parameter batch is required and must be a JSON array", 100) from None
    if not isinstance(parts, list) or len(parts) > MOST_PARTS:
        raise GraphError(f"Too many requests in batch message. Maximum batch size is {MOST_PARTS}", 1)
    return parts
