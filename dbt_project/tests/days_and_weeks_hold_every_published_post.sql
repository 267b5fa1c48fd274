with performance as (
    select business_id, platform, count(*) as posts
    from {{ ref('post_performance') }}
    where posted_date is not null
    group by business_id, platform
),

days as (
    select business_id, platform, sum(posts) as posts_of_days
    from {{ ref('engagement_days') }}
    group by business_id, platform
),

weeks as (
    select business_id, platform, sum(posts) as posts_of_weeks
    from {{ ref('engagement_weeks') }}
    group by business_id, platform
)

select *
from performance
left join days using (business_id, platform)
left join weeks using (business_id, platform)
where posts <> coalesce(posts_of_days, 0) or posts <> coalesce(posts_of_weeks, 0)
