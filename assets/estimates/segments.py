"""The segments that customers are taken apart by, as dim_customers tells them: for estimates of value."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assets.statistics.clusters import Ints

CUSTOMERS = (
    "business_id", "person_key", "first_source", "first_channel", "country", "risk_level", "first_product",
    "cohort_month",
)  # fmt: skip
COLUMNS = {  # segment: the column of dim_customers
    "source": "first_source",
    "channel": "first_channel",
    "country": "country",
    "risk_level": "risk_level",
    "product": "first_product",
    "cohort_month": "cohort_month",
}
DESCRIPTION = "all, source, channel, country, risk_level, product (of the first payment)"


class Segment(NamedTuple):
    """Customers who share a value of a segment, by their place among those asked for."""

    segment: str
    value: str
    members: Ints


def by_business(table: pa.Table) -> Iterator[tuple[str, pa.Table]]:
    """The rows of each business, sorted by id."""
    for business_id in sorted(set(table["business_id"].to_pylist())):
        yield business_id, table.filter(pc.equal(table["business_id"], business_id))


def of_persons(persons: Sequence[str], customers: pa.Table, names: Sequence[str]) -> list[Segment]:
    """All of these persons together, then each value of each named segment; one that is unknown is (none).

    A segment of which nothing is known of anybody is left out.
    """
    place = {person: number for number, person in enumerate(customers["person_key"].to_pylist())}
    rows = [place.get(person) for person in persons]
    found = [Segment("all", "all", np.arange(len(persons)))]
    for name in names:
        column = customers[COLUMNS[name]].to_pylist()
        told = np.array([(None if row is None else column[row]) or "(none)" for row in rows], dtype=object)
        values = sorted(set(told) - {"(none)"}) and sorted(set(told))
        found += [Segment(name, value, np.flatnonzero(told == value)) for value in values]
    return found
