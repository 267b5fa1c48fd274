{% set kin = 'partition by business_id, platform, account_id, content_type' %}
{% set in_90_days = 'range between ' ~ 90 * 86400 ~ ' preceding and 1 preceding' %}
{% set last_90_days = kin ~ ' order by posted_second ' ~ in_90_days %}
{% set last_30_posts = kin ~ ' order by posted_second, post_id rows between 30 preceding and 1 preceding' %}

with matured as (
    select
        performance.*,
        {{ epoch('performance.posted_at') }} as posted_second,
        posts.hashtags,
        posts.posted_weekday,
        posts.posted_hour
    from {{ ref('post_performance') }} as performance
    inner join {{ ref('dim_posts') }} as posts using (business_id, platform, post_id)
    where performance.is_matured
),

medians as (
    select
        *,
        count(*) over ({{ last_90_days }}) as posts_before,
        {{ window_median('engagement_7d', last_90_days) }} as of_90_days,
        {{ window_median('engagement_7d', last_30_posts) }} as of_30_posts,
        {{ window_median('engagement_7d', kin) }} as of_all
    from matured
),

baselined as (
    select
        *,
        case
            when posts_before < 5 then of_all
            when posts_before <= 30 then of_90_days
            else of_30_posts
        end as baseline
    from medians
)

select
    business_id,
    platform,
    post_id,
    account_id,
    content_type,
    hashtags,
    posted_date,
    posted_weekday,
    posted_hour,
    cast(floor(posted_hour / 3) as bigint) as hour_block,
    engagement_7d,
    baseline,
    {{ rounded('ln((engagement_7d + 1) / (baseline + 1))') }} as score
from baselined
