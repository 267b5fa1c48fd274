"""How X words what is wrong: the kind of a problem, and the reason that a body gives."""

from typing import Any


def problem(error: dict[str, Any]) -> str:
    """The word for a problem, without the host, of which there have been two."""
    return str(error.get("type", "")).rsplit("/", 1)[-1]


def errors_in(body: dict[str, Any]) -> list[dict[str, Any]]:
    """The errors that a body lists, also beside data; none where it lists none."""
    listed = body.get("errors")
    return [error for error in listed if isinstance(error, dict)] if isinstance(listed, list) else []


def said_in(body: dict[str, Any]) -> str:
    """What a body says is wrong; X has four shapes for it."""
    inner = [error.get("message") or error.get("detail") for error in errors_in(body)]
    outer = [body.get("title") or body.get("error"), body.get("detail") or body.get("error_description")]
    told = [str(text) for text in (*outer, *inner[:1]) if text]
    return ": ".join(dict.fromkeys(told))[:500] or "no reason given"
