"""The figures of a report on posts. Young posts are shown, and never compared with older ones."""

from dataclasses import dataclass
from datetime import date, timedelta

from assets.insights.marts import Business, Connection, Row, literal, row, rows
from assets.reports.week import Week

TOP_POSTS = 3
WEEKS_SHOWN = 12
DAYS_AHEAD = 7


@dataclass(frozen=True)
class PostFigures:
    """Rows of the marts: the week by platform, its posts with most engagement, settled weeks."""

    first_posted_on: date | None
    platforms: list[Row]
    top: list[Row]
    weeks: list[Row]
    planned: int


def figures(connection: Connection, business: Business, week: Week) -> PostFigures:
    """The figures for the days of `week`, and of the weeks before whose posts have reached seven days."""
    known = row(connection, _known(business))
    return PostFigures(
        first_posted_on=known["first_posted_on"],
        platforms=rows(connection, _platforms(business, week)),
        top=rows(connection, _top(business, week)),
        weeks=rows(connection, _weeks(business, week)),
        planned=known["planned"],
    )


def _known(business: Business) -> str:
    ahead = business.as_of + timedelta(days=DAYS_AHEAD)
    return f"""
select min(posted_date) filter (where status = 'posted') as first_posted_on,
    count(*) filter (where status = 'scheduled' and scheduled_for >= {literal(business.as_of)}
        and scheduled_for < {literal(ahead)}) as planned
from marts.dim_posts
where business_id = {business.literal}
"""


def _platforms(business: Business, week: Week) -> str:
    """Posts of both weeks counted; what they collected only for this one, since older posts had more time."""
    previous = week.previous
    return f"""
with now as (
    select *, coalesce(views, impressions) as seen, denominator_n > 0 and engagement is not null as has_rate
    from marts.post_performance
    where business_id = {business.literal}
        and posted_date between {literal(week.first)} and {literal(week.last)}
),

collected as (
    select platform, count(*) as posts, sum(seen)::bigint as seen, sum(engagement)::bigint as engagement,
        sum(likes)::bigint as likes, sum(comments)::bigint as comments, sum(shares)::bigint as shares,
        sum(clicks)::bigint as clicks, sum(engagement) filter (where has_rate)::bigint as rate_k,
        sum(denominator_n) filter (where has_rate)::bigint as rate_n
    from now
    group by platform
),

before as (
    select platform, count(*) as posts_before
    from marts.post_performance
    where business_id = {business.literal}
        and posted_date between {literal(previous.first)} and {literal(previous.last)}
    group by platform
)

select platform, coalesce(posts, 0) as posts, coalesce(posts_before, 0) as posts_before, seen, engagement,
    likes, comments, shares, clicks, rate_k, rate_n
from collected
full join before using (platform)
order by platform
"""


def _top(business: Business, week: Week) -> str:
    return f"""
select platform, text, posted_date, engagement, coalesce(views, impressions) as seen
from marts.post_performance
where business_id = {business.literal}
    and posted_date between {literal(week.first)} and {literal(week.last)} and engagement > 0
order by engagement desc, platform, post_id
limit {TOP_POSTS}
"""


def _weeks(business: Business, week: Week) -> str:
    return f"""
select platform, week_start, posts, engagement_settled as engagement
from marts.engagement_weeks
where business_id = {business.literal} and is_settled and week_start <= {literal(week.first)}
    and week_start > {literal(week.first)} - interval {7 * WEEKS_SHOWN} day
order by week_start, platform
"""
