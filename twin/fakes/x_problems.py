"""How X words what is wrong: problem bodies of refused calls, and the errors that stand inside a 200."""

from typing import Any

BASE = "https://api.x.com/2/problems/"
UNAUTHORIZED = {"title": "Unauthorized", "type": "about:blank", "status": 401, "detail": "Unauthorized"}
THROTTLED = {
    "problem": {
        "title": "Too Many Requests",
        "detail": "Too Many Requests",
        "type": "about:blank",
        "status": 429,
    },
    "codes": {"errors": [{"code": 88, "message": "Rate limit exceeded"}]},
}
TROUBLE = {
    "title": "Service Unavailable",
    "type": "about:blank",
    "status": 503,
    "detail": "Service Unavailable",
}
ENDED = {"errors": [{"code": 64, "message": "The X API v2 is no longer active. Please migrate to API v3."}]}
NO_CREDITS = {
    "title": "CreditsDepleted",
    "type": BASE + "credits",
    "detail": "Your enrolled account does not have any credits to fulfill this request.",
}
NOT_ENROLLED = {
    "title": "Client Forbidden",
    "type": BASE + "client-forbidden",
    "reason": "client-not-enrolled",
    "registration_url": "https://developer.x.com/en/docs/projects/overview",
    "detail": "This app is not attached to a project that may call this endpoint.",
}
NEEDS_USER = {
    "title": "Unsupported Authentication",
    "type": BASE + "unsupported-authentication",
    "status": 403,
    "detail": "Authenticating with OAuth 2.0 Application-Only is forbidden for this endpoint. "
    "Supported authentication types are [OAuth 1.0a User Context, OAuth 2.0 User Context].",
}
NEEDS_APP = {
    "title": "Unsupported Authentication",
    "type": BASE + "unsupported-authentication",
    "status": 403,
    "detail": "Authenticating with OAuth 2.0 User Context is forbidden for this endpoint. "
    "Supported authentication types are [OAuth 2.0 Application-Only].",
}
REFRESH_REFUSED = {
    "error": "invalid_request",
    "error_description": "Value passed for the token was invalid.",
}
NO_CLIENT = {"error": "unauthorized_client", "error_description": "Missing valid authorization header"}


class Refused(Exception):
    """A parameter that X does not take, with the message that it gives."""

    def __init__(self, name: str, value: str, message: str) -> None:
        self.body = {
            "errors": [{"parameters": {name: [value]}, "message": message}],
            "title": "Invalid Request",
            "detail": "One or more parameters to your request was invalid.",
            "type": BASE + "invalid-request",
        }
        super().__init__(message)


def usage_capped(period: str) -> dict[str, Any]:
    """The body of a 429 that no waiting of minutes helps against."""
    return {
        "title": "UsageCapExceeded",
        "detail": f"Usage cap exceeded: {period} product cap",
        "type": BASE + "usage-capped",
        "period": period,
        "scope": "Product",
    }


def not_found(kind: str, parameter: str, value: str) -> dict[str, str]:
    """The error for an id (or a name) behind which there is nothing, or nothing any more."""
    return {
        "value": value,
        "resource_id": value,
        "resource_type": kind,
        "parameter": parameter,
        "title": "Not Found Error",
        "detail": f"Could not find {kind} with {parameter}: [{value}].",
        "type": BASE + "resource-not-found",
    }


def field_refused(post_id: str, field: str) -> dict[str, str]:
    """The error for a private metric that is not shown to this token, or not any more."""
    return {
        "resource_id": post_id,
        "value": post_id,
        "resource_type": "tweet",
        "parameter": field,
        "field": field,
        "section": "data",
        "title": "Field Authorization Error",
        "detail": f"Sorry, you are not authorized to access '{field}' on the Tweet with id : [{post_id}].",
        "type": BASE + "not-authorized-for-field",
    }
