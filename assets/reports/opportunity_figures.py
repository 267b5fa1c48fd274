"""The figures of a report on opportunities, queried from the published marts."""

from dataclasses import dataclass

from assets.insights.marts import Business, Connection, Row, literal, row, rows
from assets.reports.week import Week

WEEKS_SHOWN = 12


@dataclass(frozen=True)
class OpportunityFigures:
    """Rows of the marts; `now` and `before` are about the days of the week and the same days before."""

    now: Row
    before: Row
    total: Row | None
    sources: list[Row]
    types: list[Row]
    weeks: list[Row]


def figures(connection: Connection, business: Business, week: Week) -> OpportunityFigures:
    """The figures for the days of `week`, and since the beginning where a rate needs more than a week."""
    totals = rows(connection, _conversion(business, "all", "'all'", week))
    return OpportunityFigures(
        now=row(connection, _days(business, week)),
        before=row(connection, _days(business, week.previous)),
        total=totals[0] if totals else None,
        sources=rows(connection, _conversion(business, "source", "source", week)),
        types=rows(connection, _conversion(business, "type", "coalesce(type, '(none)')", week)),
        weeks=rows(connection, _weeks(business, week)),
    )


def _days(business: Business, week: Week) -> str:
    """What happened in the week: leads by their date, responses and conversions by their moment."""
    start, end = literal(week.starts_at), literal(week.ends_at)
    home = f"currency = {literal(business.currency)}"
    return f"""
with flagged as (
    select *, created_date between {literal(week.first)} and {literal(week.last)} as is_new,
        responded_at >= {start} and responded_at < {end} as is_response,
        is_converted and converted_at >= {start} and converted_at < {end} as is_conversion
    from marts.fct_opportunities
    where business_id = {business.literal}
)

select count(*) filter (where is_new) as opportunities,
    count(*) filter (where is_new and is_converted) as opportunities_converted,
    count(*) filter (where is_response) as responses,
    median(response_hours) filter (where is_response) as response_hours,
    count(*) filter (where is_conversion) as conversions,
    coalesce(sum(revenue_minor) filter (where is_conversion and {home}), 0)::bigint as revenue_minor
from flagged
"""


def _conversion(business: Business, dimension: str, column: str, week: Week) -> str:
    """All values of a dimension since the beginning, with how many opportunities are new in the week."""
    return f"""
with new as (
    select {column} as value, count(*) as new
    from marts.fct_opportunities
    where business_id = {business.literal}
        and created_date between {literal(week.first)} and {literal(week.last)}
    group by all
)

select value, coalesce(new, 0) as new, opportunities, conversions, rate_low, rate_high, revenue_minor,
    median_response_hours
from marts.opportunity_conversion
left join new using (value)
where business_id = {business.literal} and dimension = {literal(dimension)} and window_days is null
    and opportunities > 0
order by opportunities desc, conversions desc, value
"""


def _weeks(business: Business, week: Week) -> str:
    return f"""
select source, week_start, opportunities, conversions, responded, median_response_hours, is_complete
from marts.opportunity_weeks
where business_id = {business.literal} and week_start <= {literal(week.first)}
    and week_start > {literal(week.first)} - interval {7 * WEEKS_SHOWN} day
order by week_start, source
"""
