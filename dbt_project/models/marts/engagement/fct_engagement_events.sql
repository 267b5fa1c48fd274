{% set columns %}
    business_id, platform, comment_id, post_id, account_id, is_reply, created_at, created_date, created_hour,
    subject_key, likes, observed_at, landed_at, source_line, file_sha256
{% endset %}

with records as ({{ of_all_platforms('comments', columns) }}
),

newest as (
    select * from records qualify {{ newest_of(['business_id', 'platform', 'comment_id']) }}
)

select
    business_id,
    platform,
    comment_id as event_id,
    case when is_reply then 'reply' else 'comment' end as type,
    post_id,
    account_id,
    created_at as occurred_at,
    created_date as day,
    {{ weekday_of('created_date') }} as weekday,
    created_hour as hour,
    subject_key,
    likes,
    observed_at
from newest
