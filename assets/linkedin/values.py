"""What single values of LinkedIn mean: URNs, moments, days, attachments."""

from datetime import date, datetime, timedelta
from typing import Any

from warehouse.refusals import Refusal

EPOCH = datetime(1970, 1, 1)
CONTENTS = {
    "multiImage": "carousel",
    "carousel": "carousel",
    "article": "link",
    "poll": "poll",
    "reference": "link",
}


def fields(value: Any) -> dict[str, Any]:
    """The value as named fields, none where there is nothing; raises Refusal for anything else."""
    if value is not None and not isinstance(value, dict):
        raise Refusal("named fields", value)
    return value or {}


def kind_of(urn: Any) -> str | None:
    """The kind of a URN (share, ugcPost), None for what is none."""
    parts = urn.split(":") if isinstance(urn, str) else []
    return parts[2] if len(parts) == 4 and parts[:2] == ["urn", "li"] and parts[3] else None


def moment(milliseconds: Any) -> datetime:
    """Naive UTC from LinkedIn's milliseconds; raises Refusal."""
    if isinstance(milliseconds, bool) or not isinstance(milliseconds, int):
        raise Refusal("a moment in milliseconds", milliseconds)
    try:
        return EPOCH + timedelta(milliseconds=milliseconds)
    except OverflowError:
        raise Refusal("a moment in milliseconds", milliseconds) from None


def published_at(given: dict[str, Any]) -> datetime:
    """When the post was published; a repost of an old kind says only when it was created."""
    return moment(given.get("publishedAt") or given["createdAt"])


def day_of(element: Any) -> date | None:
    """The UTC day that an element is about, None where it does not say."""
    try:
        return moment(element["timeRange"]["start"]).date()
    except (Refusal, KeyError, TypeError):
        return None


def content_type(given: Any) -> str | None:
    """Our word for what is attached, text where nothing is, None for what we do not know."""
    content = fields(given)
    if not content:
        return "text"
    if "media" in content:
        kind = kind_of(fields(content["media"]).get("id"))
        return kind if kind in ("image", "video", "document") else None
    return next((word for name, word in CONTENTS.items() if name in content), None)
