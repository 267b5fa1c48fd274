{% set parts = ['likes', 'comments', 'shares', 'saves'] %}
{% set counted = [] %}
{% for part in parts %}{% do counted.append('counted_' ~ part) %}{% endfor %}

with records as (
    select *
    from {{ ref('int_posts_unioned') }}
    where coalesce({{ post_metrics() | join(', ') }}) is not null
),

posts as (
    select business_id, platform, post_id, posted_at from {{ ref('dim_posts') }} where status = 'posted'
),

definitions as (select * from {{ ref('engagement_parts') }}),

weighed as (
    select
        records.*,
        {%- for part in parts %}
        records.{{ part }} * nullif(coalesce(own.{{ part }}, usual.{{ part }}), 0) as counted_{{ part }},
        {%- endfor %}
        posts.posted_at as published_at
    from records
    inner join posts using (business_id, platform, post_id)
    left join definitions as own on own.platform = records.platform
    left join definitions as usual on usual.platform = '*'
)

select
    business_id,
    platform,
    post_id,
    observed_at,
    observed_date,
    {{ hours_between('published_at', 'observed_at') }} as age_hours,
    {{ post_metrics() | join(',\n    ') }},
    case
        when coalesce({{ counted | join(', ') }}) is not null
            then coalesce({{ counted | join(', 0) + coalesce(') }}, 0)
    end as engagement,
    source
from weighed
