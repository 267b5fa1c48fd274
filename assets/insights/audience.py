"""Insights on how many follow each account: the newest count and how it moved in 28 days. Plain counts."""

from assets.insights.counts import counted
from assets.insights.formats import change, day, number, platform, plural
from assets.insights.insight import Insight, subject
from assets.insights.marts import Business, Connection, Row, rows

DAYS = 28


def insights(connection: Connection, business: Business) -> list[Insight]:
    """One statement an account whose followers are known of the last four weeks."""
    sql = f"""
with days as (
    select business_id, platform, account_id, day, followers,
        max(day) over (partition by platform, account_id) as newest
    from marts.account_days
    where business_id = {business.literal} and followers is not null
)

select platform, account_id, any_value(coalesce(handle, account_id)) as name, max(day) as newest_day,
    min(day) as first_day, arg_max(days.followers, day) as followers,
    arg_min(days.followers, day) as followers_before
from days
left join marts.dim_accounts using (business_id, platform, account_id)
where day >= newest - {DAYS}
group by platform, account_id
order by platform, account_id
"""
    return [_account(business, found, sql) for found in rows(connection, sql)]


def _account(business: Business, found: Row, sql: str) -> Insight:
    name = subject(found["platform"], found["account_id"])
    days = (found["newest_day"] - found["first_day"]).days
    text = f"{platform(found['platform'])} account {found['name']} has {_followers(found, days)}"
    period = f"{found['first_day'].isoformat()} to {found['newest_day'].isoformat()}"
    return counted(
        business, "audience", name, text, found["followers"], sql, "account_days", "low", period=period
    )


def _followers(found: Row, days: int) -> str:
    """How many, and how many more or fewer than at the beginning of the days that are known."""
    now, before = found["followers"], found["followers_before"]
    said = f"{plural(now, 'follower')} on {day(found['newest_day'])}"
    if not days:
        return said
    moved = (
        f"{number(abs(now - before))} {'more' if now > before else 'fewer'}" if now != before else "as many"
    )
    return f"{said}, {moved} than {plural(days, 'day')} before: {change(now, before)}"
