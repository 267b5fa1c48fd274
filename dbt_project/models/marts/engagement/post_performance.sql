{% set of_post = 'over (partition by business_id, platform, post_id order by observed_at' %}
{% set of_platform = 'over (partition by business_id, platform order by engagement_7d' %}

with posts as (select * from {{ ref('dim_posts') }} where status = 'posted'),

observations as (select * from {{ ref('fct_post_observations') }}),

newest as (
    select
        *,
        case when views > 0 then 'views' when impressions > 0 then 'impressions' end as denominator,
        case when views > 0 then views when impressions > 0 then impressions end as denominator_n
    from observations
    qualify row_number() {{ of_post }} desc) = 1
),

matured as (
    select business_id, platform, post_id, engagement as engagement_7d
    from observations
    where age_hours >= 168 and engagement is not null
    qualify row_number() {{ of_post }}) = 1
),

ranked as (
    select
        *,
        cast(rank() {{ of_platform }} desc) as bigint) as rank_in_platform,
        {{ rounded('cume_dist() ' ~ of_platform ~ ')') }} as percentile_in_platform
    from matured
)

select
    business_id,
    platform,
    post_id,
    posts.account_id,
    posts.content_type,
    posts.posted_at,
    posts.posted_date,
    posts.text,
    newest.observed_at,
    newest.age_hours,
    {%- for metric in post_metrics() %}
    newest.{{ metric }},
    {%- endfor %}
    newest.engagement,
    {{ safe_divide('newest.engagement', 'newest.denominator_n') }} as engagement_rate_by_views,
    {{ safe_divide('newest.engagement', 'newest.reach') }} as engagement_rate_by_reach,
    cast(null as double) as engagement_rate_by_followers,
    newest.denominator,
    newest.denominator_n,
    {{ safe_divide('newest.clicks', 'newest.denominator_n') }} as click_through_rate,
    ranked.engagement_7d,
    ranked.engagement_7d is not null as is_matured,
    ranked.rank_in_platform,
    ranked.percentile_in_platform
from posts
left join newest using (business_id, platform, post_id)
left join ranked using (business_id, platform, post_id)
