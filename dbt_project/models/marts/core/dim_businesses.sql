with businesses as (select * from {{ ref('stg_config__businesses') }}),

moments as (
    select business_id, posted_at as moment, posted_date as day
    from {{ ref('int_posts_unioned') }}
    where status = 'posted'
    union all
    select business_id, created_at as moment, created_date as day
    from {{ ref('int_opportunities_unioned') }}
),

spans as (
    select
        business_id,
        min(day) as first_data_on,
        max(moment) as newest_data_at
    from moments
    group by business_id
)

select
    business_id,
    businesses.name,
    businesses.timezone,
    businesses.currency,
    businesses.week_starts,
    businesses.conversion_window_days,
    businesses.is_demonstration,
    businesses.as_of,
    businesses.local_today,
    spans.first_data_on,
    spans.newest_data_at
from businesses
left join spans using (business_id)
