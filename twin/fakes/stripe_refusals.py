"""How Stripe says no: statuses, types, codes, texts and headers of its errors."""

from typing import Any

REASON, SHOULD_RETRY = "Stripe-Rate-Limited-Reason", "Stripe-Should-Retry"
DOCS = "https://stripe.com/docs/error-codes/"


class Refused(Exception):
    """An answer that is none: HTTP status, body and headers."""

    def __init__(
        self, status: int, message: str, code: str | None = None, param: str | None = None,
        kind: str = "invalid_request_error", headers: dict[str, str] | None = None,
    ) -> None:  # fmt: skip
        told: dict[str, Any] = {"type": kind, "message": message, "code": code, "param": param}
        if code:
            told["doc_url"] = DOCS + code.replace("_", "-")
        self.status, self.headers = status, headers or {}
        self.body = {"error": {name: value for name, value in told.items() if value is not None}}
        super().__init__(message)


def no_key() -> Refused:
    """The call carries none."""
    return Refused(401, "You did not provide an API key. You need to provide your API key as Bearer.")


def bad_key(key: str) -> Refused:
    """Nobody's key; the message shows its ends only."""
    return Refused(401, f"Invalid API Key provided: {key[:8]}****{key[-4:]}")


def expired_key(key: str) -> Refused:
    """A key that was taken back, or rolled."""
    return Refused(401, f"Expired API Key provided: {key[:8]}****{key[-4:]}", "api_key_expired")


def denied(resource: str) -> Refused:
    """A restricted key without the right to read this."""
    message = f"The provided key does not have the required permissions for this endpoint: {resource} (read)."
    return Refused(403, message)


def missing(what: str, identifier: str, param: str) -> Refused:
    """A thing that is not there: asked for by its id, or named as a cursor."""
    message = f"No such {what}: '{identifier}'"
    return Refused(404 if param == "id" else 400, message, "resource_missing", param)


def unknown_parameter(name: str) -> Refused:
    """A parameter that the list does not have."""
    return Refused(400, f"Received unknown parameter: {name}", "parameter_unknown", name)


def invalid(name: str, value: str) -> Refused:
    """A value that the parameter does not take."""
    return Refused(400, f"Invalid integer: {value}", "parameter_invalid_integer", name)


def unknown_path(method: str, path: str) -> Refused:
    """No such address."""
    return Refused(404, f"Unrecognized request URL ({method}: {path}).")


def bad_version(version: str) -> Refused:
    """A version that there never was."""
    return Refused(400, f"Invalid Stripe API version: {version}")


def too_many(reason: str) -> Refused:
    """More calls than the rate allows; nothing says when it goes on."""
    message = (
        "Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits."
    )
    return Refused(429, message, "rate_limit", headers={REASON: reason})


def locked() -> Refused:
    """Something else holds the object."""
    return Refused(429, "This object cannot be accessed right now.", "lock_timeout")
