{% macro staged_posts(records, source_name) -%}
with records as (select * from {{ records }}),

businesses as (
    select business_id, timezone, as_of from {{ ref('stg_config__businesses') }}
),

known as (
    select records.*, businesses.timezone
    from records
    inner join businesses using (business_id)
    where {{ known_by('records', 'businesses.as_of') }}
),

newest as (
    select * from known qualify {{ newest_of(['business_id', 'platform', 'post_id', 'observed_at']) }}
)

select
    business_id,
    platform,
    post_id,
    '{{ source_name }}' as source,
    account_id,
    text,
    status,
    content_type,
    {{ joined_list('hashtags') }} as hashtags,
    {{ list_size('hashtags') }} as hashtag_count,
    scheduled_for,
    posted_at,
    {{ local_date('posted_at', 'timezone') }} as posted_date,
    {{ local_hour('posted_at', 'timezone') }} as posted_hour,
    {{ local_date('observed_at', 'timezone') }} as observed_date,
    {{ post_metrics() | join(',\n    ') }},
    observed_at,
    landed_at,
    source_line,
    file_sha256
from newest
{%- endmacro %}
