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

placed as (
    select *, row_number() {{ of_post }}) as place from observations
),

lasting as (
    select
        business_id,
        platform,
        post_id,
        {%- for metric in vanishing_metrics() %}
        {{ newest_known(metric) }} as {{ metric }}{{ ',' if not loop.last }}
        {%- endfor %}
    from placed
    group by business_id, platform, post_id
),

audiences as (select * from {{ ref('int_followers_seen') }}),

followed as (
    select
        posts.business_id,
        posts.platform,
        posts.post_id,
        audiences.followers as followers_at_post
    from posts
    inner join audiences
        on audiences.business_id = posts.business_id
        and audiences.platform = posts.platform
        and audiences.account_id = posts.account_id
        and audiences.seen_at <= posts.posted_at + interval '1 day'
        and (audiences.next_seen_at is null or audiences.next_seen_at > posts.posted_at + interval '1 day')
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
    {%- for metric in post_metrics() + post_measures() %}
    {{ 'lasting' if metric in vanishing_metrics() else 'newest' }}.{{ metric }},
    {%- endfor %}
    newest.engagement,
    {{ safe_divide('newest.engagement', 'newest.denominator_n') }} as engagement_rate_by_views,
    {{ safe_divide('newest.engagement', 'lasting.reach') }} as engagement_rate_by_reach,
    {{ safe_divide('newest.engagement', 'followed.followers_at_post') }} as engagement_rate_by_followers,
    followed.followers_at_post,
    newest.denominator,
    newest.denominator_n,
    {{ safe_divide('lasting.clicks', 'newest.denominator_n') }} as click_through_rate,
    ranked.engagement_7d,
    ranked.engagement_7d is not null as is_matured,
    ranked.engagement_7d is null
    and coalesce(posts.content_type, '') <> 'story'
    and not coalesce(posts.is_deleted, false) as is_maturing,
    ranked.rank_in_platform,
    ranked.percentile_in_platform
from posts
left join newest using (business_id, platform, post_id)
left join lasting using (business_id, platform, post_id)
left join followed using (business_id, platform, post_id)
left join ranked using (business_id, platform, post_id)
