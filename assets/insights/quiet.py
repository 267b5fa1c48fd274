"""The insight that nothing stands out: a valid outcome, and stated as one."""

from datetime import timedelta

from assets.insights.formats import plural
from assets.insights.insight import Evidence, Insight, subject
from assets.insights.marts import Business, Connection, literal, row

NOTHING_TESTED = "too little data to test anything"


def insight(connection: Connection, business: Business, tested: int) -> Insight:
    """What the last seven complete days held, and that none of the statements tested stands out."""
    sql = _last_days(business)
    found = row(connection, sql)
    opportunities = plural(found["opportunities"], "new opportunity", "new opportunities")
    posts = plural(found["posts"], "post")
    outcome = f"none of the {tested} statements tested stands out" if tested else NOTHING_TESTED
    return Insight(
        id=subject(business.business_id, "trend", "quiet"),
        business_id=business.business_id,
        kind="trend",
        priority="low",
        verdict="nothing",
        text=f"nothing notable this week: {opportunities} and {posts} in the last 7 days, {outcome}",
        evidence=Evidence(n=found["opportunities"] + found["posts"], method="count"),
        sql=sql,
        mart="fct_opportunities",
        period="last 7 days",
    )


def _last_days(business: Business) -> str:
    since, until = literal(business.local_today - timedelta(days=7)), literal(business.local_today)
    mine = f"business_id = {business.literal}"
    return f"""
with moments as (
    select 'opportunity' as what, created_date as day from marts.fct_opportunities where {mine}
    union all
    select 'post' as what, posted_date as day from marts.dim_posts where {mine} and status = 'posted'
)

select count(*) filter (where what = 'opportunity') as opportunities,
    count(*) filter (where what = 'post') as posts
from moments
where day >= {since} and day < {until}
"""
