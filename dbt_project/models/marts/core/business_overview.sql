with businesses as (select business_id, currency from {{ ref('dim_businesses') }}),

windows as (select window_days from {{ windows() }} as lengths),

platforms as (
    select
        *,
        row_number() over (
            partition by business_id, window_days order by engagement desc nulls last, platform
        ) as place
    from {{ ref('int_platform_windows') }}
),

posts as (
    select
        business_id,
        window_days,
        {{ total('posts') }} as posts,
        {{ tally('posts > 0') }} as platforms,
        {{ total('engagement') }} as engagement,
        {{ total('engagement_rated') }} as engagement_rated,
        {{ total('engagement_rate_n') }} as engagement_rate_n,
        {{ total('settled') }} as settled,
        {{ total('settled_before') }} as settled_before,
        max(case when place = 1 and engagement > 0 then platform end) as top_platform
    from platforms
    group by business_id, window_days
),

audiences as (
    select
        business_id,
        window_days,
        {{ total('followers') }} as followers,
        {{ total('followers_gained') }} as followers_gained,
        {{ total('follower_days') }} as follower_days
    from {{ ref('int_follower_windows') }}
    group by business_id, window_days
),

opportunities as (
    select * from {{ ref('opportunity_conversion') }} where dimension = 'all' and window_days is not null
)

select
    business_id,
    window_days,
    coalesce(posts.posts, 0) as posts,
    coalesce(posts.platforms, 0) as platforms,
    posts.engagement,
    {{ safe_divide('posts.engagement_rated', 'posts.engagement_rate_n') }} as engagement_rate,
    posts.engagement_rate_n,
    {{ percent_change('posts.settled', 'posts.settled_before') }} as growth_rate,
    posts.top_platform,
    audiences.followers,
    audiences.followers_gained,
    {{ follower_growth('audiences.followers', 'audiences.followers_gained') }} as follower_growth_rate,
    coalesce(audiences.follower_days, 0) as follower_days,
    coalesce(opportunities.opportunities, 0) as opportunities,
    coalesce(opportunities.conversions, 0) as conversions,
    opportunities.conversion_rate,
    opportunities.revenue_minor,
    businesses.currency
from businesses
cross join windows
left join posts using (business_id, window_days)
left join audiences using (business_id, window_days)
left join opportunities using (business_id, window_days)
