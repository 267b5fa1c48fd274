{% set known = ['text', 'content_type', 'posted_at', 'posted_date', 'posted_hour', 'scheduled_for', 'edited_at'] %}

with records as (
    select *, {{ place_in(['business_id', 'platform', 'post_id']) }} as place
    from {{ ref('int_posts_unioned') }}
    where not is_missing
),

described as (
    select
        business_id,
        platform,
        post_id,
        max_by(source, place) as source,
        max_by(status, place) as newest_status,
        max(case when is_from_platform then 1 else 0 end) = 1 as is_seen_by_platform,
        max_by(hashtags, place) filter (where text is not null or hashtag_count > 0) as hashtags,
        max_by(hashtag_count, place) filter (where text is not null or hashtag_count > 0) as hashtag_count,
        {{ newest_known('account_id') }} as account_id,
        {{ newest_known('permalink') }} as permalink,
        {%- for column in known %}
        {{ newest_known(column) }} as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from records
    group by business_id, platform, post_id
),

missed as (select * from {{ ref('int_posts_missed') }})

select
    business_id,
    platform,
    post_id,
    described.account_id,
    described.text,
    case when described.is_seen_by_platform then 'posted' else described.newest_status end as status,
    described.content_type,
    coalesce(described.hashtags, '') as hashtags,
    coalesce(described.hashtag_count, 0) as hashtag_count,
    described.permalink,
    described.posted_at,
    described.posted_date,
    {{ weekday_of('described.posted_date') }} as posted_weekday,
    described.posted_hour,
    described.scheduled_for,
    described.edited_at,
    described.source,
    missed.is_deleted,
    missed.deleted_on
from described
left join missed using (business_id, platform, post_id)
