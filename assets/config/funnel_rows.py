"""Typed rows of a configuration's funnels: how their runs are counted, and their steps and exclusions."""

from collections.abc import Iterator
from itertools import chain

from assets.config.records import Row, numbered
from warehouse.configuration.analyses import STEP_ATTRIBUTION, Breakdown, Funnel
from warehouse.configuration.loading import Configuration
from warehouse.rows.records import Record


class ConfiguredFunnel(Record):
    """A funnel: how its runs are counted and what it is shown by. Days are ISO 8601 text."""

    funnel_id: str
    step_order: str
    window_seconds: int
    clip_to_range: bool
    range_from: str | None
    range_to: str | None
    unit: str
    breakdown_1: str | None
    breakdown_2: str | None
    attribution: str | None
    attribution_step: int | None
    breakdown_at: str | None


class ConfiguredFilter(Record):
    """A step of a funnel, or an exclusion between two of its steps; each role is numbered from 1."""

    funnel_id: str
    role: str
    number: int
    event: str
    is_optional: bool
    first_time: str | None
    from_step: int | None
    to_step: int | None


def funnels(configuration: Configuration) -> Iterator[Row]:
    """One row per business and funnel, without the columns that the file as a whole gives."""
    return numbered(
        (business.id, _funnel(funnel)) for business in configuration.businesses for funnel in business.funnels
    )


def funnel_filters(configuration: Configuration) -> Iterator[Row]:
    """One row per step and exclusion of every funnel, steps first."""
    return numbered(
        (business.id, {"funnel_id": funnel.id, **row})
        for business in configuration.businesses
        for funnel in business.funnels
        for row in chain(_steps(funnel), _exclusions(funnel))
    )


def _funnel(funnel: Funnel) -> Row:
    return {
        "funnel_id": funnel.id,
        "step_order": funnel.order,
        "window_seconds": int(funnel.window.total_seconds()),
        "clip_to_range": funnel.clip_to_range,
        "range_from": funnel.days.first.isoformat() if funnel.days else None,
        "range_to": funnel.days.last.isoformat() if funnel.days else None,
        "unit": funnel.unit,
        **_breakdown(funnel.breakdown),
    }


def _breakdown(breakdown: Breakdown | None) -> Row:
    """What a funnel is shown by; `step 2` is the attribution step with 2 beside it."""
    if breakdown is None:
        names = ("breakdown_1", "breakdown_2", "attribution", "attribution_step", "breakdown_at")
        return dict.fromkeys(names)
    step = STEP_ATTRIBUTION.fullmatch(breakdown.attribution)
    return {
        "breakdown_1": breakdown.properties[0],
        "breakdown_2": breakdown.properties[1] if len(breakdown.properties) > 1 else None,
        "attribution": "step" if step else breakdown.attribution,
        "attribution_step": int(step[1]) if step else None,
        "breakdown_at": breakdown.at,
    }


def _steps(funnel: Funnel) -> Iterator[Row]:
    for number, step in enumerate(funnel.steps, start=1):
        yield {
            "role": "step",
            "number": number,
            "event": step.event,
            "is_optional": step.optional,
            "first_time": step.first_time,
            "from_step": None,
            "to_step": None,
        }


def _exclusions(funnel: Funnel) -> Iterator[Row]:
    for number, exclusion in enumerate(funnel.exclusions, start=1):
        yield {
            "role": "exclusion",
            "number": number,
            "event": exclusion.event,
            "is_optional": False,
            "first_time": None,
            "from_step": exclusion.from_step,
            "to_step": exclusion.to_step,
        }
