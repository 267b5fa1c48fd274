{{ config(materialized='table') }}

with posts as (select * from {{ ref('post_performance') }}),

businesses as (select business_id, local_today from {{ ref('dim_businesses') }}),

windows as (select window_days from {{ windows() }} as lengths),

placed as (
    select
        posts.*,
        windows.window_days,
        coalesce({{ is_in_window('posted_date', 'local_today', 'window_days') }}, false) as is_inside,
        {{ days_between('posted_date', 'local_today') }} - 7 as age
    from posts
    inner join businesses using (business_id)
    cross join windows
)

select
    business_id,
    platform,
    window_days,
    {{ tally('is_inside') }} as posts,
    {%- for metric in summed_metrics() %}
    {{ total('case when is_inside then ' ~ metric ~ ' end') }} as {{ metric }},
    {%- endfor %}
    {{ total('case when is_inside and denominator_n is not null then engagement end') }} as engagement_rated,
    {{ total('case when is_inside and engagement is not null then denominator_n end') }} as engagement_rate_n,
    {{ total('case when age between 1 and window_days then engagement_7d end') }} as settled,
    {{ total('case when age > window_days and age <= 2 * window_days then engagement_7d end') }}
        as settled_before
from placed
group by business_id, platform, window_days
