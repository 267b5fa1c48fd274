"""Whether charges and refunds add up to Stripe's own ledger, where both are in one currency."""

from typing import Any, NamedTuple

import dagster as dg

from assets.stripe.objects import Charge, Refund, StripeObject
from assets.sync.raw_rows import asked
from assets.sync.records import schema
from warehouse import landing
from warehouse.engine import quoted
from warehouse.home import Home
from warehouse.profiling import markdown
from warehouse.resources import Warehouse

SETTLED_DAYS = 2  # streams are read one after the other, and what has changed within a day
AGREES = """
with lines as (
    select business_id, account_id, reporting_category, currency, amount_minor, source_id from {{raw}}
    where reporting_category in ('charge', 'refund')
        and created_at < (select max(observed_at) from {{raw}}) - interval {days} day
    qualify row_number() over (
        partition by business_id, account_id, balance_transaction_id order by observed_at desc, position desc
    ) = 1
),
moved as (
    select
        business_id, account_id, charge_id as id, currency, captured_minor as amount_minor,
        observed_at, position
    from {charges}
    union all
    select business_id, account_id, refund_id, currency, -amount_minor, observed_at, position from {refunds}
),
things as (
    select * from moved
    qualify row_number() over (
        partition by business_id, account_id, id order by observed_at desc, position desc
    ) = 1
)
select
    lines.business_id,
    lines.account_id,
    lines.reporting_category,
    lines.currency,
    count(*) filter (things.id is null),
    coalesce(sum(things.amount_minor) filter (things.currency = lines.currency), 0)::bigint,
    coalesce(sum(lines.amount_minor) filter (things.currency = lines.currency), 0)::bigint
from lines
left join things
    on things.business_id = lines.business_id and things.account_id = lines.account_id
    and things.id = lines.source_id
group by all
order by all
"""


class Sum(NamedTuple):
    """What charges or refunds of one currency come to, by themselves and by the ledger; in minor units."""

    business_id: str
    account_id: str
    category: str
    currency: str
    unknown: int  # lines of the ledger whose charge or refund has not landed
    landed: int
    ledger: int

    @property
    def agrees(self) -> bool:
        return self.unknown == 0 and self.landed == self.ledger


def sums(home: Home) -> list[Sum]:
    """Of every account, each category and currency of the ledger, but for its youngest lines."""
    sql = AGREES.format(
        days=SETTLED_DAYS, charges=_rows(home, "charges", Charge), refunds=_rows(home, "refunds", Refund)
    )
    return [Sum(*row) for row in asked(home, "stripe", "balance_transactions", sql)]


def _rows(home: Home, stream: str, record: type[StripeObject]) -> str:
    """The rows of a stream in SQL, of which there may be none yet."""
    landing.prepare(home, "stripe", stream, schema(record))
    folder = quoted(landing.folder(home, "stripe", stream))
    return f"read_parquet('{folder}/*/*.parquet', union_by_name = true)"


@dg.asset_check(
    asset=dg.AssetKey(["stripe", "balance_transactions"]),
    name="ledger_agrees",
    description="Charges and refunds add up to the ledger, where they are paid out in their own currency.",
)
def ledger_agrees(warehouse: Warehouse) -> dg.AssetCheckResult:
    """A warning: what has landed is what Stripe gives, but something of it may be missing."""
    found = sums(warehouse.home)
    wrong: list[tuple[Any, ...]] = [each for each in found if not each.agrees]
    return dg.AssetCheckResult(
        passed=not wrong,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={"compared": len(found), "wrong": dg.MetadataValue.md(markdown(list(Sum._fields), wrong))},
    )
