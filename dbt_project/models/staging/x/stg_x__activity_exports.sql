with records as (select * from {{ source('x', 'activity_exports') }}),

businesses as (
    select business_id, timezone, as_of from {{ ref('stg_config__businesses') }}
),

known as (
    select records.*, businesses.timezone
    from records
    inner join businesses using (business_id)
    where {{ known_by('records', 'businesses.as_of') }}
)

select
    business_id,
    'x' as platform,
    post_id,
    cast(null as string) as version_id,
    'x' as source,
    false as is_from_platform,
    account_id,
    text,
    'posted' as status,
    cast(null as string) as content_type,
    {{ joined_list('hashtags') }} as hashtags,
    {{ list_size('hashtags') }} as hashtag_count,
    permalink,
    cast(null as timestamp) as scheduled_for,
    posted_at,
    {{ local_date('posted_at', 'timezone') }} as posted_date,
    {{ local_hour('posted_at', 'timezone') }} as posted_hour,
    cast(null as timestamp) as edited_at,
    {{ local_date('observed_at', 'timezone') }} as observed_date,
    false as is_missing,
    impressions,
    cast(null as bigint) as views,
    cast(null as bigint) as reach,
    likes,
    replies as comments,
    retweets as shares,
    cast(null as bigint) as quotes,
    cast(null as bigint) as saves,
    url_clicks as clicks,
    cast(null as bigint) as video_views,
    cast(null as double) as watch_seconds,
    cast(null as double) as completion_rate,
    observed_at,
    landed_at,
    source_line,
    file_sha256
from known
