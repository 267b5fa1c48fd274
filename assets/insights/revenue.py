"""Insights on revenue: how much there is and from which source. Not on what leads may be worth."""

from assets.insights.formats import money, money_share, plural
from assets.insights.insight import Evidence, Insight, subject
from assets.insights.marts import Business, Connection, Row, rows

FEW_CONVERSIONS = 3


def insights(connection: Connection, business: Business) -> list[Insight]:
    """The revenue and the source with the largest share of it; none where no opportunity carries revenue."""
    sql = f"""
select value as source, conversions, revenue_minor, currency,
    sum(revenue_minor) over ()::bigint as all_revenue_minor
from marts.opportunity_conversion
where business_id = {business.literal} and dimension = 'source' and window_days is null
order by coalesce(revenue_minor, 0) desc, source
limit 1
"""
    return [_largest_source(business, top, sql) for top in rows(connection, sql) if top["all_revenue_minor"]]


def _largest_source(business: Business, top: Row, sql: str) -> Insight:
    currency = top["currency"] or business.currency
    earned, total, conversions = top["revenue_minor"], top["all_revenue_minor"], top["conversions"]
    caution = ", too few to call it a pattern" if conversions < FEW_CONVERSIONS else ""
    of_source = f"{money_share(earned, total, currency)} of it from {top['source']}"
    return Insight(
        id=subject(business.business_id, "revenue", "largest_source"),
        business_id=business.business_id,
        kind="revenue",
        priority="medium",
        verdict="finding",
        text=f"{money(total, currency)} of revenue to date, {of_source}, on "
        f"{plural(conversions, 'conversion')}{caution}",
        evidence=Evidence(n=conversions, effect=round(earned / total, 6), method="sum by source"),
        sql=sql,
        mart="opportunity_conversion",
        period="all time",
    )
