"""Errors of the fake Graph API and the envelope in which they are sent."""

import hashlib
from collections.abc import Mapping
from typing import Any


class GraphError(Exception):
    """A refusal: message, code, subcode, HTTP status."""

    def __init__(
        self,
        message: str,
        code: int,
        subcode: int | None = None,
        status: int = 400,
        kind: str = "OAuthException",
        is_transient: bool = False,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.message, self.code, self.subcode, self.status = message, code, subcode, status
        self.kind, self.is_transient, self.headers = kind, is_transient, dict(headers or {})


def envelope(error: GraphError) -> dict[str, Any]:
    """The body that carries the error."""
    told: dict[str, Any] = {"message": error.message, "type": error.kind, "code": error.code}
    if error.subcode is not None:
        told["error_subcode"] = error.subcode
    trace = hashlib.sha256(error.message.encode()).hexdigest()[:11]
    return {"error": {**told, "is_transient": error.is_transient, "fbtrace_id": f"A{trace}"}}


def missing_object(object_id: str) -> GraphError:
    """What the platform says of a thing that is deleted, never was, or is not shown to this token."""
    told = (
        f"Unsupported get request. Object with ID '{object_id}' does not exist, cannot be loaded due to "
        "missing permissions, or does not support this operation."
    )
    return GraphError(told, 100, 33, kind="GraphMethodException")


def missing_permission(permission: str) -> GraphError:
    """Code 10: the token lacks a permission."""
    return GraphError(f"(#10) This endpoint requires the '{permission}' permission.", 10, status=403)
