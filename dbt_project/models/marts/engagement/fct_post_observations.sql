with records as (
    select *
    from {{ ref('int_posts_unioned') }}
    where coalesce({{ (post_metrics() + post_measures()) | join(', ') }}) is not null
),

posts as (
    select business_id, platform, post_id, posted_at from {{ ref('dim_posts') }} where status = 'posted'
),

weighed as (
    select
        records.*,
        {{- counted_parts('records') }}
        posts.posted_at as published_at
    from records
    inner join posts using (business_id, platform, post_id)
    {{ with_engagement_parts('records') }}
)

select
    business_id,
    platform,
    post_id,
    observed_at,
    observed_date,
    {{ hours_between('published_at', 'observed_at') }} as age_hours,
    {{ (post_metrics() + post_measures()) | join(',\n    ') }},
    {{ engagement_of_parts() }} as engagement,
    source
from weighed
