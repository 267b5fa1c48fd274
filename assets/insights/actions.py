"""Insights that are to-dos: leads without a response, slow responses, missed posts. Plain counts."""

from datetime import timedelta

from assets.insights.counts import counted
from assets.insights.formats import hours, plural
from assets.insights.insight import Insight
from assets.insights.marts import Business, Connection, literal, row

LEADS = "fct_opportunities"
WAITING_DAYS = 2
RESPONSE_DAYS = 28
SLOW_HOURS = 24
MISSED_DAYS = 14
NAMED = 3


def insights(connection: Connection, business: Business) -> list[Insight]:
    """What there is to do now, as at the moment of the run."""
    to_dos = (_waiting, _response_time, _without_revenue, _missed_posts)
    return [insight for insight in (to_do(connection, business) for to_do in to_dos) if insight]


def _waiting(connection: Connection, business: Business) -> Insight | None:
    sql = f"""
select count(*) as waiting, date_diff('day', min(created_at), {literal(business.as_of)}) as oldest_days,
    list(opportunity_id order by created_at, opportunity_id)[1:{NAMED}] as oldest
from marts.fct_opportunities
where business_id = {business.literal} and status = 'new' and responded_at is null and not is_converted
    and created_at < {literal(business.as_of - timedelta(days=WAITING_DAYS))}
"""
    found = row(connection, sql)
    if not found["waiting"]:
        return None
    waiting = plural(found["waiting"], "new opportunity has", "new opportunities have")
    oldest = plural(found["oldest_days"], "day")
    text = f"{waiting} waited more than {WAITING_DAYS} days for a response, the oldest {oldest}"
    action = f"Respond to the oldest first: {', '.join(found['oldest'])}"
    return counted(
        business,
        "actions",
        "waiting",
        text,
        found["waiting"],
        sql,
        LEADS,
        "high",
        action,
        period="now",
    )


def _response_time(connection: Connection, business: Business) -> Insight | None:
    sql = f"""
select count(*) as opportunities, count(response_hours) as responses, median(response_hours) as median_hours
from marts.fct_opportunities
where business_id = {business.literal}
    and created_date >= {literal(business.local_today - timedelta(days=RESPONSE_DAYS))}
    and created_date < {literal(business.local_today)}
"""
    found = row(connection, sql)
    if not found["responses"]:
        return None
    opportunities = plural(found["opportunities"], "opportunity", "opportunities")
    responses = plural(found["responses"], "response")
    text = f"the median response took {hours(found['median_hours'])}: {responses} to {opportunities}"
    slow = found["median_hours"] > SLOW_HOURS
    return counted(
        business,
        "actions",
        "response_time",
        text,
        found["responses"],
        sql,
        LEADS,
        "medium" if slow else "low",
        action="Answer new leads within a day" if slow else None,
        period=f"last {RESPONSE_DAYS} days",
    )


def _without_revenue(connection: Connection, business: Business) -> Insight | None:
    sql = f"""
select count(*) as without_revenue, min_by(opportunity_id, (converted_at, opportunity_id)) as oldest
from marts.fct_opportunities
where business_id = {business.literal} and is_converted and revenue_minor is null
"""
    found = row(connection, sql)
    if not found["without_revenue"]:
        return None
    text = f"{plural(found['without_revenue'], 'conversion carries', 'conversions carry')} no revenue"
    action = f"Fill it in, one by one: `almanac convert {found['oldest']} --revenue AMOUNT`"
    count = found["without_revenue"]
    return counted(business, "actions", "without_revenue", text, count, sql, LEADS, action=action)


def _missed_posts(connection: Connection, business: Business) -> Insight | None:
    now = business.as_of
    sql = f"""
select count(*) as missed, count(*) filter (where status = 'failed') as failed,
    count(*) filter (where status = 'scheduled') as late
from marts.dim_posts
where business_id = {business.literal} and status in ('failed', 'scheduled')
    and scheduled_for >= {literal(now - timedelta(days=MISSED_DAYS))}
    and scheduled_for < {literal(now - timedelta(hours=1))}
"""
    found = row(connection, sql)
    if not found["missed"]:
        return None
    late = plural(found["late"], "planned post is past its time", "planned posts are past their time")
    failed = plural(found["failed"], "post failed to go out", "posts failed to go out")
    text = " and ".join([late] * bool(found["late"]) + [failed] * bool(found["failed"]))
    action = "Publish them, plan a new time, or take them off the list"
    period = f"last {MISSED_DAYS} days"
    return counted(
        business,
        "actions",
        "missed_posts",
        text,
        found["missed"],
        sql,
        "dim_posts",
        action=action,
        period=period,
    )
