"""How LinkedIn says no: statuses, codes and texts of its errors."""

from typing import Any

TOKENS = {
    "empty": (401, None, "Empty oauth2_access_token"),
    "invalid": (65600, "INVALID_ACCESS_TOKEN", "Invalid access token"),
    "revoked": (65601, "REVOKED_ACCESS_TOKEN", "The token used in the request has been revoked by the user"),
    "expired": (65602, "EXPIRED_ACCESS_TOKEN", "The token used in the request has expired"),
}


class Refused(Exception):
    """An answer that is none: HTTP status and body."""

    def __init__(
        self, status: int, message: str, code: str | None = None, service: int | None = None, **more: Any
    ) -> None:
        told = {"message": message, "serviceErrorCode": service, "code": code, "status": status, **more}
        self.status, self.body = status, {name: value for name, value in told.items() if value is not None}
        super().__init__(message)


def token(kind: str) -> Refused:
    """The token is empty, invalid, revoked or expired."""
    service, code, message = TOKENS[kind]
    return Refused(401, message, code, service)


def no_version() -> Refused:
    """There is no default version."""
    return Refused(
        400, "A version must be present. Please specify a version by adding the LinkedIn-Version header.",
        "VERSION_MISSING",
    )  # fmt: skip


def dead_version(version: str) -> Refused:
    """The gateway names the version with a day that nobody gave."""
    return Refused(426, f"Requested version {version}01 is not active", "NONEXISTENT_VERSION")


def unpermitted(fields: list[str]) -> Refused:
    """A wrong name of a parameter, dressed as a matter of permission."""
    what = f"Data Processing Exception while processing fields [{', '.join(fields)}]"
    return Refused(403, f"Unpermitted fields present in PARAMETER: {what}", "ACCESS_DENIED", 100)


def denied(resource: str) -> Refused:
    """A scope of the token or a role of its member is missing."""
    return Refused(403, f"Not enough permissions to access: {resource}", "ACCESS_DENIED", 100)


def illegal(message: str) -> Refused:
    """A value that a parameter does not take."""
    return Refused(400, message, "ILLEGAL_ARGUMENT")


def bad_interval(why: str) -> Refused:
    """A stretch of time that is not given; what is wrong with it stands in the details."""
    details = {"inputErrors": [{"description": why, "input": {"inputPath": {"fieldPath": "timeIntervals"}}}]}
    return Refused(400, "Invalid timeIntervals parameter", "ILLEGAL_ARGUMENT", errorDetails=details)


def not_found(what: str) -> Refused:
    """A post that was deleted, or never was."""
    return Refused(404, f"Could not find entity {what}", "NOT_FOUND")


def day_limit(level: str) -> Refused:
    """The ceiling of the day for an application or a member; nothing says when it ends."""
    message = f"Resource level throttle {level} DAY limit for calls to this resource is reached."
    return Refused(429, message, "TOO_MANY_REQUESTS")


def too_fast() -> Refused:
    """Protection of the infrastructure, over in seconds."""
    return Refused(429, "Too many requests", "TOO_MANY_REQUESTS")
