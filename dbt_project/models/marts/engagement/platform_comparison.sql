with windows as (
    select
        *,
        cast(sum(engagement) over (partition by business_id, window_days) as bigint) as engagement_of_all
    from {{ ref('int_platform_windows') }}
),

audiences as (select * from {{ ref('int_follower_windows') }})

select
    business_id,
    platform,
    window_days,
    coalesce(windows.posts, 0) as posts,
    {{ summed_metrics() | join(',\n    ') }},
    {{ safe_divide('engagement', 'posts') }} as engagement_per_post,
    {{ safe_divide('engagement_rated', 'engagement_rate_n') }} as engagement_rate,
    engagement_rate_n,
    {{ percent_change('settled', 'settled_before') }} as growth_rate,
    {{ safe_divide('engagement', 'engagement_of_all') }} as share_of_engagement,
    audiences.followers,
    audiences.followers_gained,
    {{ follower_growth('audiences.followers', 'audiences.followers_gained') }} as follower_growth_rate,
    coalesce(audiences.follower_days, 0) as follower_days
from windows
full join audiences using (business_id, platform, window_days)
