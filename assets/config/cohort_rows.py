"""Typed rows of a configuration's cohort analyses."""

from collections.abc import Iterator

from assets.config.records import Row, numbered
from warehouse.configuration.analyses import Cohort
from warehouse.configuration.loading import Configuration
from warehouse.rows.records import Record


class ConfiguredCohort(Record):
    """A cohort analysis: who enters, what counts as coming back, and over how many periods."""

    cohort_id: str
    entry_event: str
    return_event: str
    period: str
    kind: str
    periods: int


def cohorts(configuration: Configuration) -> Iterator[Row]:
    """One row per business and cohort analysis."""
    return numbered(
        (business.id, _cohort(cohort)) for business in configuration.businesses for cohort in business.cohorts
    )


def _cohort(cohort: Cohort) -> Row:
    return {
        "cohort_id": cohort.id,
        "entry_event": cohort.entry.event,
        "return_event": cohort.returning.event,
        "period": cohort.period,
        "kind": cohort.kind,
        "periods": cohort.periods,
    }
