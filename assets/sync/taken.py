"""What a taken item becomes: a row of raw with how it was observed, or the problems that refuse it."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from assets.calling.secrecy import hidden
from assets.sync.connection import Connection
from assets.sync.records import Observed
from warehouse.intake.rejections import Problem, missing, problems, refused
from warehouse.refusals import Refusal

# What reading an item of another shape than expected can raise.
NO_ITEM = (ValidationError, LookupError, TypeError, ValueError, AttributeError, ArithmeticError)


@dataclass(frozen=True)
class Page:
    """Where things came from: endpoint, number of the page, when, for which window, in which words."""

    endpoint: str
    number: int
    at: datetime
    window_start: datetime | None = None
    window_end: datetime | None = None
    vocabulary: str | None = None


def row(connection: Connection, record: Observed, page: Page, position: int, payload: Any) -> dict[str, Any]:
    """The row of raw: record and payload without addresses and secrets, whose it is, where it is from."""
    key, secrets = connection.key, connection.secrets
    own = {name: _storable(value, secrets) for name, value in record.model_dump().items()}
    scrubbed = {name: key.pseudonymous(own[name]) for name in record.scrubbed if own[name]}
    said = _storable(json.dumps(payload, ensure_ascii=False, separators=(",", ":")), secrets)
    return {
        **own,
        **scrubbed,
        "business_id": connection.business.id,
        "account_id": connection.account_id,
        "payload": key.pseudonymous(said),
        "endpoint": page.endpoint,
        "api_version": connection.api_version,
        "vocabulary": page.vocabulary,
        "window_start": page.window_start,
        "window_end": page.window_end,
        "page": page.number,
        "position": position,
        "sync_id": connection.sync_id,
        "observed_at": page.at,
    }


def problems_of(error: Exception) -> list[Problem]:
    """What is wrong with an item, of an error in NO_ITEM."""
    if isinstance(error, ValidationError):
        return problems(error)
    if isinstance(error, Refusal):
        return [refused("row", error)]
    if isinstance(error, KeyError):
        return [missing(str(error.args[0]))]
    return [Problem("row", "expected another shape", f"{type(error).__name__}: {error}")]


def _storable(value: Any, secrets: set[str]) -> Any:
    """Text without secrets and without halves of characters, which JSON can hold and Parquet cannot."""
    if isinstance(value, tuple | list):
        return [_storable(each, secrets) for each in value]
    return hidden(value, secrets).encode("utf-8", "replace").decode() if isinstance(value, str) else value
