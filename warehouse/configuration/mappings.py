"""Imports: how the columns of somebody's own file become fields of our records. Reads no file."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from warehouse.configuration.values import CurrencyCode, Encoding, Identifier, Settings, Text, Zone
from warehouse.refusals import Refusal

FIELDS: dict[str, tuple[str, ...]] = {
    "opportunities": (
        "id", "source", "type", "created_at", "name", "email", "handle", "summary", "status", "responded_at",
        "converted_at", "revenue", "currency", "campaign", "notes", "how_heard",
    ),
    "posts": (
        "id", "platform", "account_id", "text", "status", "scheduled_for", "posted_at", "content_type",
        "hashtags", "metrics_at", "impressions", "reach", "views", "likes", "comments", "shares", "quotes",
        "saves", "clicks", "video_views",
    ),
    "events": (
        "event_id", "event", "timestamp", "user_id", "anonymous_id", "session_id", "source", "medium",
        "campaign", "referrer", "page", "country", "region", "city", "device", "experiment", "variant",
        "value", "currency", "duration_ms",
    ),
    "payments": (
        "payment_id", "customer_id", "paid_at", "amount", "currency", "status", "refunded_amount",
        "refunded_at", "product", "processing_ms", "opportunity_id", "user_id",
    ),
}  # fmt: skip
REQUIRED: dict[str, tuple[str, ...]] = {
    "opportunities": ("id", "created_at"),
    "posts": ("id", "platform"),
    "events": ("event_id", "event", "timestamp"),
    "payments": ("payment_id", "paid_at", "amount"),
}
FREE_PREFIX = {"events": "properties."}


def _columns(value: Any) -> Any:
    if not isinstance(value, dict) or not value:
        raise Refusal("a mapping of our fields to the file's columns", value)
    for field, column in value.items():
        if not isinstance(column, str | int) or isinstance(column, bool) or column == "":
            raise Refusal(f"the name (in quotes) or number of a column for {field}", column)
    return value


def _delimiter(value: Any) -> str:
    if not isinstance(value, str) or len(value) != 1 or value in '\r\n"':
        raise Refusal('one character such as "," or ";" or "\\t"', value)
    return value


def _pattern(value: Any) -> str:
    if not isinstance(value, str) or not value or value.startswith("/") or ".." in value.split("/"):
        raise Refusal("a file name or pattern below the business's inbox, such as leads*.csv", value)
    return value


class Import(Settings):
    """Files of one pattern in one business's inbox; zone and currency are the business's where none is given.

    `columns` maps our field to the name of their column, or to its number from 1 where there is no header.
    """

    id: Identifier
    business: Identifier
    files: Annotated[str, BeforeValidator(_pattern)]
    into: Literal["opportunities", "posts", "events", "payments"]
    columns: Annotated[dict[str, str | int], BeforeValidator(_columns)]
    delimiter: Annotated[str, BeforeValidator(_delimiter)] = ","
    header: bool = True
    encoding: Encoding = "utf-8"
    timezone: Zone | None = None
    currency: CurrencyCode | None = None
    sheet: Text | None = None
