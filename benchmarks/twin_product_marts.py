"""The marts of simulated products, built once in bare DuckDB, with the estimates on them."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from assets.estimates import segments, value_by_segment
from benchmarks.bare_sql import build, statements
from benchmarks.raw_layer import Row
from benchmarks.twin_product_layer import AS_OF, land_products
from twin.product import ProductWorld

EVENTS = "select business_id, event as name, is_bot, count(*) as number from marts.fct_events group by all"
SESSIONS = """
select business_id, 'sessions' as name, is_bot, count(*) as number from marts.fct_sessions group by all
"""
PAYMENTS = """
select business_id, kind, currency, sum(amount_minor) as amount_minor, count(*) as number
from marts.fct_payments group by all
"""
ATTRIBUTION = """
select business_id, model, touches.channel, sum(weight) as conversions
from marts.attribution_touches as touches
inner join marts.fct_payments as payments using (business_id)
where touches.kind = 'payment' and touches.conversion_id = payments.entry_id and payments.is_first
group by all
"""


@dataclass(frozen=True)
class ProductMarts:
    """What was built, as far as it is scored."""

    counts: list[Row]  # of events by name, and of sessions
    payments: list[Row]
    steps: list[Row]
    retention: list[Row]
    values: list[Row]
    attribution: list[Row]  # first payments by model and channel


def built(products: dict[str, ProductWorld]) -> ProductMarts:
    """Lands the products in a raw layer of their own and builds everything."""
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        land_products(Path(folder), products)
        build(connection, statements(), Path(folder), AS_OF)
        return _read(connection)


def _read(connection: duckdb.DuckDBPyConnection) -> ProductMarts:
    def mart(name: str, columns: tuple[str, ...] = ("*",)) -> pa.Table:
        return connection.sql(f"select {', '.join(columns)} from marts.{name}").to_arrow_table()

    def rows(query: str) -> list[Row]:
        return connection.sql(query).to_arrow_table().to_pylist()

    values, customers = (
        mart("customer_values", value_by_segment.VALUES),
        mart("dim_customers", segments.CUSTOMERS),
    )
    return ProductMarts(
        counts=[*rows(EVENTS), *rows(SESSIONS)],
        payments=rows(PAYMENTS),
        steps=mart("funnel_steps").to_pylist(),
        retention=mart("cohort_retention").to_pylist(),
        values=value_by_segment.estimate(values, customers).to_pylist(),
        attribution=rows(ATTRIBUTION),
    )
