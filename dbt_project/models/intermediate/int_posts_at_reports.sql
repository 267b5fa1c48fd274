with moments as (select business_id, moment, known_at, local_day from {{ ref('int_report_moments') }}),

posts as (
    select
        business_id,
        platform,
        post_id,
        account_id as owner_id,
        posted_at as published_at,
        posted_date as day
    from {{ ref('dim_posts') }}
),

known as (
    select
        records.*,
        moments.moment,
        posts.owner_id,
        posts.day,
        {{ hours_between('posts.published_at', 'records.observed_at') }} as age_hours
    from {{ ref('int_posts_landed') }} as records
    inner join moments using (business_id)
    inner join posts using (business_id, platform, post_id)
    where {{ known_by('records', 'moments.known_at') }}
        and posts.day >= {{ days_before('moments.local_day', restated_days() + 7) }}
        and not records.is_missing
),

newest as (
    select * from known qualify {{ newest_post_of(['moment']) }}
),

weighed as (
    select
        newest.*,
        {{- counted_parts('newest') }}
        {{ place_in(['newest.moment', 'newest.business_id', 'newest.platform', 'newest.post_id']) }} as place
    from newest
    {{ with_engagement_parts('newest') }}
),

measured as (
    select *, {{ engagement_of_parts() }} as engagement from weighed
)

select
    business_id,
    moment,
    platform,
    post_id,
    owner_id as account_id,
    day,
    max_by(status, place) = 'posted' or max(case when is_from_platform then 1 else 0 end) = 1 as is_posted,
    min_by(engagement, place) filter (where age_hours >= 168 and engagement is not null) as engagement_7d
from measured
group by business_id, moment, platform, post_id, owner_id, day
