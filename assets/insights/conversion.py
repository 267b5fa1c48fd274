"""Insights on conversion: how many opportunities converted, whether sources or types differ."""

from assets.insights.formats import FEWEST_UNITS, interval, rate
from assets.insights.groups import Compared, Comparison, statements
from assets.insights.insight import Evidence, Insight, subject
from assets.insights.marts import Business, Connection, Row, rows
from assets.insights.opportunity_types import compared as compared_types
from assets.insights.wording import Group


def insights(connection: Connection, business: Business) -> list[Insight]:
    """The conversion of all opportunities, of sources against each other, and of types against each other."""
    return [
        *_overall(connection, business),
        *statements(business, _sources(connection, business)),
        *statements(business, compared_types(connection, business)),
    ]


def _overall(connection: Connection, business: Business) -> list[Insight]:
    sql = f"""
select opportunities, conversions, conversion_rate, rate_low, rate_high
from marts.opportunity_conversion
where business_id = {business.literal} and dimension = 'all' and window_days is null
"""
    return [_rate(business, total, sql) for total in rows(connection, sql) if total["opportunities"]]


def _rate(business: Business, total: Row, sql: str) -> Insight:
    units, low, high = total["opportunities"], total["rate_low"], total["rate_high"]
    few = "" if units >= FEWEST_UNITS else ", too few to call it a rate"
    shown = rate(total["conversions"], units)
    effect = total["conversion_rate"]
    return Insight(
        id=subject(business.business_id, "conversion", "all"),
        business_id=business.business_id,
        kind="conversion",
        priority="medium",
        verdict="finding",
        text=f"{shown} of all opportunities converted to date, {interval(low, high)}{few}",
        evidence=Evidence(n=units, effect=effect, low=low, high=high, method="Wilson 95 % interval"),
        sql=sql,
        mart="opportunity_conversion",
        period="all time",
    )


def _sources(connection: Connection, business: Business) -> Comparison:
    sql = f"""
select coalesce(value, source) as name, coalesce(opportunities, leads.leads) as opportunities,
    coalesce(conversion.conversions, leads.conversions) as conversions,
    coalesce(matured, 0) as matured, coalesce(converted, 0) as converted,
    (coalesce(sum(matured) over (), 0) - coalesce(matured, 0))::bigint as others_matured,
    (coalesce(sum(converted) over (), 0) - coalesce(converted, 0))::bigint as others_converted,
    difference_to_others, diff_low, diff_high, q_value, coalesce(verdict, 'too_few') as verdict
from (
    select * from marts.opportunity_conversion
    where business_id = {business.literal} and dimension = 'source' and window_days is null
) as conversion
full join (select * from marts.lead_sources where business_id = {business.literal}) as leads
    on leads.source = conversion.value
where value is not null or source = 'calculator'
order by opportunities desc, conversions desc, name
"""
    return Comparison("source", [_source(one) for one in rows(connection, sql)], sql, "lead_sources")


def _source(one: Row) -> Compared:
    return Compared(
        every=Group(one["name"], one["conversions"], one["opportunities"]),
        matured=Group(one["name"], one["converted"], one["matured"]),
        others=Group("that of all other sources", one["others_converted"], one["others_matured"]),
        difference=one["difference_to_others"],
        low=one["diff_low"],
        high=one["diff_high"],
        q=one["q_value"],
        verdict=one["verdict"],
    )
