"""What stands in requests to TikTok's Display API: the token, fields, JSON body; refuses what is none."""

import json
from typing import Any

from starlette.requests import Request

from twin.fakes.tiktok_shapes import DISPLAY_USER, DISPLAY_VIDEO


class Refused(Exception):
    """A call that gets an error: its code, and what the message says."""


def fields_of(request: Request, retired: str | None) -> list[str]:
    """The fields that are asked for; raises Refused without any, and for one that is unknown or retired."""
    known = DISPLAY_USER if request.url.path.endswith("/user/info/") else DISPLAY_VIDEO
    names = [name for name in request.query_params.get("fields", "").split(",") if name]
    if not names or any(name not in known or name == retired for name in names):
        raise Refused("invalid_params", "Fields is invalid")
    if set(request.query_params) != {"fields"}:
        raise Refused("invalid_params", "Unknown query parameter")
    return names


def body_of(content: bytes) -> dict[str, Any]:
    """The JSON object in a body; an empty one where there is no body."""
    try:
        body = json.loads(content or b"{}")
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise Refused("invalid_params", "The request body is no JSON object")
    return body


def only(fields: list[str], item: dict[str, Any]) -> dict[str, Any]:
    """Only what was asked for comes back."""
    return {name: item[name] for name in fields if name in item}
