"""What stands in query strings of TikTok's Accounts API: lists as JSON, days of UTC; refuses what is none."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from starlette.requests import Request

KNOWN = {"business_id", "fields", "start_date", "end_date", "filters", "cursor", "max_count"}
HISTORY_DAYS, MOST_IDS = 60, 20


class Refused(Exception):
    """A call that gets a code other than 0: the code and the message."""


def listed(request: Request, name: str, part: str | None = None) -> list[str]:
    """The texts of a JSON list, or of the list `part` of a JSON object; empty without the parameter."""
    if unknown := set(request.query_params) - KNOWN:
        raise Refused(40002, f"{', '.join(sorted(unknown))}: unknown parameter.")
    try:
        value = json.loads(request.query_params.get(name, "{}" if part else "[]"))
        texts = value.get(part, []) if part else value
    except (ValueError, AttributeError):
        raise Refused(40002, f"{name}: not a valid JSON value.") from None
    if not isinstance(texts, list) or not all(type(each) is str for each in texts):
        raise Refused(40002, f"{name}: a list of texts is expected.")
    if part and len(texts) > MOST_IDS:
        raise Refused(40002, f"{name}: at most {MOST_IDS} ids.")
    return texts


def fields_of(request: Request, known: Sequence[str], retired: str | None) -> list[str]:
    """The names in the JSON list `fields`; raises Refused for one that is unknown or retired."""
    names = listed(request, "fields")
    if any(name not in known or name == retired for name in names):
        raise Refused(40002, "fields: Not a valid choice.")
    return names


def number(request: Request, name: str, otherwise: int | None) -> int | None:
    """A whole number."""
    text = request.query_params.get(name)
    if text is not None and not text.isdecimal():
        raise Refused(40002, f"{name}: not a valid integer.")
    return otherwise if text is None else int(text)


def named_days(request: Request, today: date) -> tuple[date, date]:
    """First and last day that are asked for, both included; without any, the last seven."""
    first = _day(request, "start_date", today - timedelta(days=7))
    last = _day(request, "end_date", today - timedelta(days=1))
    if first < today - timedelta(days=HISTORY_DAYS):
        raise Refused(40002, f"start_date: at most {HISTORY_DAYS} days before today.")
    if not first <= last <= today:
        raise Refused(40002, "end_date: must be between start_date and today.")
    return first, last


def only(names: list[str], item: dict[str, Any]) -> dict[str, Any]:
    """Only what was asked for comes back."""
    return {name: item[name] for name in names if name in item}


def _day(request: Request, name: str, otherwise: date) -> date:
    text = request.query_params.get(name)
    try:
        return date.fromisoformat(text) if text else otherwise
    except ValueError:
        raise Refused(40002, f"{name}: YYYY-MM-DD is expected.") from None
