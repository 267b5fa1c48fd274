"""The marts fct_leads and dim_businesses, taken apart by source: what lead_sources counts."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assets.statistics.clusters import Ints
from assets.statistics.distributions import Floats
from assets.statistics.proportions import Arm

LEADS = (
    "business_id", "lead_id", "source", "is_converted", "is_matured", "days_to_convert",
    "revenue_minor", "currency",
)  # fmt: skip
BUSINESSES = ("business_id", "currency", "conversion_window_days")
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Leads:
    """The leads of one source, in the order of their ids whatever order they came in."""

    source: str
    matured: Flags
    converted: Flags
    in_window: Flags
    days: Floats
    revenue: Ints
    has_revenue: Flags

    def arm(self) -> Arm:
        """Matured leads, and how many of them converted inside the window."""
        return Arm(int(np.sum(self.matured & self.in_window)), int(np.sum(self.matured)))

    def valued(self) -> tuple[Ints, int]:
        """The revenues of matured leads, and how many matured leads have a known value; not converted is 0.

        A converted lead without revenue, or with revenue in another currency, has no known value.
        """
        paying = self.matured & self.has_revenue
        return self.revenue[paying], int(np.sum(paying | (self.matured & ~self.converted)))


@dataclass(frozen=True)
class BusinessLeads:
    """All sources of one business, sorted by name."""

    business_id: str
    currency: str
    sources: list[Leads]


def by_business(leads: pa.Table, businesses: pa.Table) -> Iterator[BusinessLeads]:
    """The leads of each business that has any, sorted by id."""
    for business in businesses.sort_by("business_id").to_pylist():
        mine = leads.filter(pc.equal(leads["business_id"], business["business_id"]))
        if mine.num_rows:
            window, currency = business["conversion_window_days"], business["currency"]
            sources = _sources(mine.sort_by("lead_id"), currency, window)
            yield BusinessLeads(business["business_id"], currency, sources)


def _sources(leads: pa.Table, currency: str, window_days: int) -> list[Leads]:
    source = np.array([name or "(none)" for name in leads["source"].to_pylist()])
    converted, matured = _flags(leads["is_converted"]), _flags(leads["is_matured"])
    days = np.asarray(leads["days_to_convert"].cast(pa.float64()).to_numpy(), dtype=np.float64)
    # A conversion without a usable time counts: that it happened is known, and late ones are the exception.
    in_window = converted & ~(days > window_days)
    ours = pc.and_(pc.equal(leads["currency"], currency), pc.is_valid(leads["revenue_minor"]))
    revenue = np.asarray(pc.fill_null(leads["revenue_minor"].cast(pa.int64()), 0).to_numpy(), dtype=np.int64)
    columns = (matured, converted, in_window, days, revenue, converted & _flags(ours))
    return [Leads(str(name), *(column[source == name] for column in columns)) for name in np.unique(source)]


def _flags(column: pa.ChunkedArray) -> Flags:
    """True where the column is true, false where it is false or NULL."""
    return np.asarray(pc.fill_null(column, False).to_numpy(), dtype=np.bool_)
