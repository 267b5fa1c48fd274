"""The figures of a report on accounts: newest followers, and what the days of the week brought."""

from assets.insights.marts import Business, Connection, Row, literal, rows
from assets.reports.week import Week


def figures(connection: Connection, business: Business, week: Week) -> list[Row]:
    """One row an account: newest followers, gains of both weeks, and of how many days each is known."""
    previous = week.previous
    return rows(
        connection,
        f"""
with days as (
    select *, day between {literal(week.first)} and {literal(week.last)} as is_now
    from marts.account_days
    where business_id = {business.literal}
        and day between {literal(previous.first)} and {literal(week.last)}
        and (day >= {literal(week.first)} or day <= {literal(previous.last)})
)

select platform, account_id, any_value(handle) as handle,
    arg_max(days.followers, day) filter (days.followers is not null) as followers,
    sum(gained) filter (is_now)::bigint as gained,
    count(gained) filter (is_now) as days_known,
    sum(gained) filter (not is_now)::bigint as gained_before,
    count(gained) filter (not is_now) as days_known_before,
    sum(profile_views) filter (is_now)::bigint as profile_views
from days
left join marts.dim_accounts using (business_id, platform, account_id)
group by platform, account_id
order by platform, account_id
""",
    )
