with posts as (
    select *, posted_date as day from {{ ref('post_performance') }} where posted_date is not null
),

businesses as (select business_id, local_today from {{ ref('dim_businesses') }}),

spans as (
    select
        business_id,
        posts.platform,
        max(businesses.local_today) as local_today,
        min(posts.day) as first_day,
        greatest(max(businesses.local_today), max(posts.day)) as last_day
    from posts
    inner join businesses using (business_id)
    group by business_id, posts.platform
),

days as (
    select business_id, platform, local_today, {{ each_day('first_day', 'last_day') }} as day from spans
),

sums as (
    select
        business_id,
        platform,
        day,
        cast(count(*) as bigint) as posts,
        {%- for metric in summed_metrics() %}
        {{ total(metric) }} as {{ metric }},
        {%- endfor %}
        {{ pooled_rate('engagement', 'denominator_n') }} as engagement_rate,
        {{ paired_sum('denominator_n', 'engagement') }} as engagement_rate_n
    from posts
    group by business_id, platform, day
)

select
    business_id,
    platform,
    day,
    coalesce(sums.posts, 0) as posts,
    {%- for metric in summed_metrics() %}
    sums.{{ metric }},
    {%- endfor %}
    sums.engagement_rate,
    sums.engagement_rate_n,
    day < days.local_today as is_complete
from days
left join sums using (business_id, platform, day)
