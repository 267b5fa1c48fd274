"""What runReport answers, read by the positions of its headers; what it says of the whole report."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from assets.calling.failures import BadRequest
from warehouse.refusals import kind

TOKEN_QUOTAS = ("tokensPerDay", "tokensPerHour", "tokensPerProjectPerHour")


@dataclass(frozen=True)
class Reported:
    """One report of one day, whole: its rows by our names, and what GA4 says of all of them."""

    report: str
    day: date
    at: datetime
    rows: list[tuple[int, dict[str, str]]]  # the page on which each came, and the row
    metadata: dict[str, Any] = field(default_factory=dict)
    currency: str | None = None

    @property
    def time_zone(self) -> str | None:
        zone: str | None = self.metadata["time_zone"]
        return zone


def rows(body: Any, names: Mapping[str, str]) -> list[dict[str, str]]:
    """The rows of an answer, their values under our names; raises BadRequest for another shape."""
    told = _object(body, "the answer")
    listed = _list(told.get("rows"), "rows")
    if not listed:
        return []
    headers = [
        str(_object(header, "a header").get("name"))
        for part in ("dimensionHeaders", "metricHeaders")
        for header in _list(told.get(part), part)
    ]
    if missing := [name for name in names if name not in headers]:
        raise BadRequest(f"runReport: expected what was asked for, columns are missing: {', '.join(missing)}")
    columns = [names.get(header) for header in headers]
    return [_row(row, columns) for row in listed]


def row_count(body: Any) -> int:
    """How many rows the report has in all pages; absent where it has none."""
    return whole(_object(body, "the answer").get("rowCount")) or 0


def metadata(body: Any) -> dict[str, Any]:
    """What decides whether the figures can be trusted; what is left out is false."""
    told = _object(body, "the answer")
    meta = _object(told.get("metadata"), "metadata")
    sampling = _list(meta.get("samplingMetadatas"), "samplingMetadatas")
    samples = [_object(each, "a sample") for each in sampling]
    used, left = tokens(told)
    return {
        "time_zone": _text(meta.get("timeZone")),
        "is_thresholded": meta.get("subjectToThresholding") is True,
        "is_sampled": bool(samples),
        "samples_read": _total(samples, "samplesReadCount"),
        "sampling_space": _total(samples, "samplingSpaceSize"),
        "has_other_row": meta.get("dataLossFromOtherRow") is True,
        "data_loss": _losses(meta),
        "tokens_used": used,
        "tokens_left": left,
    }


def currency(body: Any) -> str | None:
    """The currency of the property, where the answer tells it."""
    return _text(_object(_object(body, "the answer").get("metadata"), "metadata").get("currencyCode"))


def tokens(body: Mapping[str, Any]) -> tuple[int | None, int | None]:
    """How many tokens the request took, and how many are left where the least are."""
    quotas = quota(body)
    known = [quotas[name] for name in TOKEN_QUOTAS if name in quotas]
    used = [number for each in known if (number := whole(each.get("consumed"))) is not None]
    left = [number for each in known if (number := whole(each.get("remaining"))) is not None]
    return max(used, default=None), min(left, default=None)


def quota(body: Any) -> dict[str, dict[str, Any]]:
    """The quotas that an answer tells of, by name; none of an answer of another shape."""
    told = body.get("propertyQuota") if isinstance(body, dict) else None
    found = told.items() if isinstance(told, dict) else ()
    return {name: each for name, each in found if isinstance(each, dict)}


def whole(value: Any) -> int | None:
    """A whole number, which Google's JSON writes as text or as a number; None for anything else."""
    text = str(value)
    return int(text) if not isinstance(value, bool) and text.isascii() and text.isdigit() else None


def _row(row: Any, columns: list[str | None]) -> dict[str, str]:
    told = _object(row, "a row")
    cells = [
        str(_object(cell, "a value").get("value", ""))
        for part in ("dimensionValues", "metricValues")
        for cell in _list(told.get(part), part)
    ]
    if len(cells) != len(columns):
        raise BadRequest(f"runReport: expected rows of {len(columns)} values, got {len(cells)}")
    return {name: cell for name, cell in zip(columns, cells, strict=True) if name is not None}


def _losses(meta: Mapping[str, Any]) -> str | None:
    """Why figures are missing: cut-off history, an empty report, metrics that the token may not see."""
    reasons = [str(each) for each in _list(meta.get("dataTruncationReasons"), "dataTruncationReasons")]
    reasons += [str(meta["emptyReason"])] if meta.get("emptyReason") else []
    restricted = _object(meta.get("schemaRestrictionResponse"), "schemaRestrictionResponse")
    for each in _list(restricted.get("activeMetricRestrictions"), "activeMetricRestrictions"):
        reasons.append(f"restricted: {_object(each, 'a restriction').get('metricName')}")
    return "; ".join(reasons) or None


def _total(samples: list[dict[str, Any]], name: str) -> int | None:
    numbers = [number for each in samples if (number := whole(each.get(name))) is not None]
    return sum(numbers) if numbers else None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _object(value: Any, what: str) -> dict[str, Any]:
    if value is not None and not isinstance(value, dict):
        raise BadRequest(f"runReport: expected {what} to have named fields, got {kind(value)}")
    return value or {}


def _list(value: Any, what: str) -> list[Any]:
    if value is not None and not isinstance(value, list):
        raise BadRequest(f"runReport: expected {what} to be a list, got {kind(value)}")
    return value or []
