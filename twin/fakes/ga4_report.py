"""runReport of the fake GA4: what a request asks for, refused or answered as the Data API does it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from twin.fakes.ga4_figures import DIMENSIONS, METRICS, Row, grouped, sampled
from twin.product_records import Hit

MOST_DIMENSIONS, MOST_METRICS, MOST_ROWS, USUAL_ROWS = 9, 10, 250_000, 10_000
OTHER = "(other)"
_AGO = re.compile(r"(\d+)daysAgo")


class BadReport(ValueError):
    """A request that is refused, with Google's words."""


@dataclass(frozen=True)
class Manners:
    """What a property does that not every one shows. `threshold`: rows of fewer users are withheld."""

    threshold: int = 0
    sampled_above: int | None = None  # events of a day above which one visitor in ten is read
    most_combinations: int | None = None  # the rest goes into one row (other)
    most_rows: int = MOST_ROWS  # of a page, whatever is asked for


@dataclass(frozen=True)
class Asked:
    """A request that can be answered."""

    dimensions: list[str]
    metrics: list[str]
    first: date
    last: date
    limit: int
    offset: int


def asked(body: Any, today: date, retired: str | None) -> Asked:
    """What is asked for; raises BadReport. `retired` is a metric that there is no more."""
    told = body if isinstance(body, dict) else {}
    dimensions = [each.get("name", "") for each in told.get("dimensions", ())]
    metrics = [each.get("name", "") for each in told.get("metrics", ())]
    for names, known, kind, most in (
        (dimensions, {"date", *DIMENSIONS}, "dimension", MOST_DIMENSIONS),
        (metrics, set(METRICS) - {retired}, "metric", MOST_METRICS),
    ):
        if len(names) > most:
            raise BadReport(f"Requests are limited to {most} {kind}s.")
        for name in names:
            if name not in known:
                raise BadReport(
                    f"Field {name} is not a valid {kind}. For a list of valid dimensions and metrics, see "
                    "https://ga-dev-tools.google/ga4/dimensions-metrics-explorer/."
                )
    ranges = told.get("dateRanges") or [{}]
    first, last = (_day(ranges[0].get(name, ""), today) for name in ("startDate", "endDate"))
    limit, offset = int(told.get("limit") or USUAL_ROWS), int(told.get("offset") or 0)
    return Asked(dimensions, metrics, first, last, limit, offset)


def _day(text: str, today: date) -> date:
    if text in ("today", "yesterday"):
        return today - timedelta(days=text == "yesterday")
    if ago := _AGO.fullmatch(text):
        return today - timedelta(days=int(ago[1]))
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadReport(f"Invalid date: {text!r}.") from None


def report(
    wanted: Asked, hits: Callable[[date], list[Hit]], now: datetime, manners: Manners, currency: str
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """All rows in the order of their dimensions, and the metadata that is no constant of the property."""
    rows: list[dict[str, Any]] = []
    told: dict[str, Any] = {}
    names = [name for name in wanted.dimensions if name != "date"]
    for number in range((wanted.last - wanted.first).days + 1):
        day = wanted.first + timedelta(days=number)
        found, weight = _sampled(hits(day), manners, told)
        groups = grouped(found, names, now, currency, weight)
        if groups and not names:
            groups = {(): next(iter(groups.values()))}
        for key, row in sorted(_withheld(_others(groups, manners, told), names, manners, told).items()):
            rows.append(_row(wanted, day, dict(zip(names, key, strict=True)), row))
    return rows, told


def _sampled(hits: list[Hit], manners: Manners, told: dict[str, Any]) -> tuple[list[Hit], int]:
    if manners.sampled_above is None or len(hits) <= manners.sampled_above:
        return hits, 1
    read = sampled(hits, 10)
    sizes = {"samplesReadCount": str(len(read)), "samplingSpaceSize": str(len(hits))}
    told.setdefault("samplingMetadatas", []).append(sizes)
    return read, 10


def _others(groups: dict[tuple[str, ...], Row], manners: Manners, told: dict[str, Any]) -> dict[Any, Row]:
    """The commonest combinations, and one row for all others together."""
    if manners.most_combinations is None or len(groups) <= manners.most_combinations:
        return groups
    order = sorted(groups, key=lambda key: (-int(groups[key]["eventCount"]), key))
    kept, rest = order[: manners.most_combinations], order[manners.most_combinations :]
    told["dataLossFromOtherRow"] = True
    summed = {name: f"{sum(float(groups[key][name]) for key in rest):g}" for name in METRICS}
    return {key: groups[key] for key in kept} | {(OTHER,) * len(order[0]): summed}


def _withheld(
    groups: dict[Any, Row], names: Sequence[str], manners: Manners, told: dict[str, Any]
) -> dict[Any, Row]:
    """The rows that do not point at single people; only where people are told apart by what they are."""
    if not manners.threshold or "country" not in names:
        return groups
    told["subjectToThresholding"] = True
    return {key: row for key, row in groups.items() if int(row["totalUsers"]) >= manners.threshold}


def _row(wanted: Asked, day: date, values: dict[str, str], metrics: Row) -> dict[str, Any]:
    told = {"date": f"{day:%Y%m%d}", **values}
    return {
        "dimensionValues": [{"value": told[name]} for name in wanted.dimensions],
        "metricValues": [{"value": metrics[name]} for name in wanted.metrics],
    }
