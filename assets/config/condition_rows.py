"""Typed rows of the conditions under which an event counts in a configuration's funnels and cohorts."""

from collections.abc import Iterator
from typing import Any

from assets.config.records import Row, numbered
from warehouse.configuration.analyses import Cohort, EventFilter, Funnel
from warehouse.configuration.loading import Configuration
from warehouse.rows.records import Record


class ConfiguredCondition(Record):
    """A value that a property must have; of several rows for one property any value will do."""

    owner: str
    owner_id: str
    number: int
    property: str
    value: str


def conditions(configuration: Configuration) -> Iterator[Row]:
    """One row per value that a property of an event must have."""
    return numbered(
        (business.id, {**place, "property": name, "value": value})
        for business in configuration.businesses
        for place, wanted in (*_of_funnels(business.funnels), *_of_cohorts(business.cohorts))
        for name, value in _values(wanted)
    )


def _of_funnels(funnels: list[Funnel]) -> Iterator[tuple[Row, EventFilter]]:
    """Every step and exclusion, with the columns that say where it stands."""
    for funnel in funnels:
        for owner, filters in (("funnel_step", funnel.steps), ("funnel_exclusion", funnel.exclusions)):
            for number, wanted in enumerate(filters, start=1):
                yield {"owner": owner, "owner_id": funnel.id, "number": number}, wanted


def _of_cohorts(cohorts: list[Cohort]) -> Iterator[tuple[Row, EventFilter]]:
    for cohort in cohorts:
        for owner, wanted in (("cohort_entry", cohort.entry), ("cohort_return", cohort.returning)):
            yield {"owner": owner, "owner_id": cohort.id, "number": 1}, wanted


def _values(wanted: EventFilter) -> Iterator[tuple[str, str]]:
    for name, values in wanted.where.items():
        for value in values if isinstance(values, list) else [values]:
            yield name, _as_in_json(value)


def _as_in_json(value: Any) -> str:
    """The value as the canonical JSON of an event's properties has it, texts without quotes."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
