with newest as (
    select *
    from {{ ref('int_posts_unioned') }}
    qualify {{ newest_of(['business_id', 'platform', 'post_id']) }}
)

select
    business_id,
    platform,
    post_id,
    account_id,
    text,
    status,
    content_type,
    hashtags,
    hashtag_count,
    posted_at,
    posted_date,
    {{ weekday_of('posted_date') }} as posted_weekday,
    posted_hour,
    scheduled_for,
    source,
    cast(null as boolean) as is_deleted
from newest
