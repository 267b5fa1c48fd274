with windows as (
    select
        *,
        cast(sum(engagement) over (partition by business_id, window_days) as bigint) as engagement_of_all
    from {{ ref('int_platform_windows') }}
)

select
    business_id,
    platform,
    window_days,
    posts,
    {{ summed_metrics() | join(',\n    ') }},
    {{ safe_divide('engagement', 'posts') }} as engagement_per_post,
    {{ safe_divide('engagement_rated', 'engagement_rate_n') }} as engagement_rate,
    engagement_rate_n,
    {{ percent_change('settled', 'settled_before') }} as growth_rate,
    {{ safe_divide('engagement', 'engagement_of_all') }} as share_of_engagement
from windows
