{{ config(materialized='table') }}

with businesses as (select business_id, week_starts, local_today from {{ ref('dim_businesses') }}),

weeks as (
    select distinct
        days.business_id,
        days.platform,
        businesses.local_today,
        {{ week_of('days.day', 'businesses.week_starts') }} as week_start
    from {{ ref('engagement_days') }} as days
    inner join businesses using (business_id)
),

posts as (
    select
        performance.*,
        {{ week_of('performance.posted_date', 'businesses.week_starts') }} as week_start
    from {{ ref('post_performance') }} as performance
    inner join businesses using (business_id)
    where performance.posted_date is not null
),

sums as (
    select
        business_id,
        platform,
        week_start,
        cast(count(*) as bigint) as posts,
        {%- for metric in summed_metrics() %}
        {{ total(metric) }} as {{ metric }},
        {%- endfor %}
        {{ pooled_rate('engagement', 'denominator_n') }} as engagement_rate,
        {{ paired_sum('denominator_n', 'engagement') }} as engagement_rate_n,
        {{ total('engagement_7d') }} as engagement_settled,
        {{ tally('is_maturing') }} as unmatured
    from posts
    group by business_id, platform, week_start
),

aged as (
    select *, {{ days_between('week_start', 'local_today') }} as days_since_start from weeks
)

select
    business_id,
    platform,
    week_start,
    {{ elapsed_days('week_start', 'aged.local_today') }} as days,
    coalesce(sums.posts, 0) as posts,
    {%- for metric in summed_metrics() %}
    sums.{{ metric }},
    {%- endfor %}
    sums.engagement_rate,
    sums.engagement_rate_n,
    sums.engagement_settled,
    aged.days_since_start >= 14 and coalesce(sums.unmatured, 0) = 0 as is_settled
from aged
left join sums using (business_id, platform, week_start)
