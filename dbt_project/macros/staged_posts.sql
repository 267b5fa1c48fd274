{% macro staged_posts(records, source_name) -%}
{{ with_known_records(records) }}

select
    business_id,
    platform,
    post_id,
    cast(null as string) as version_id,
    '{{ source_name }}' as source,
    false as is_from_platform,
    account_id,
    text,
    status,
    content_type,
    {{ joined_list('hashtags') }} as hashtags,
    {{ list_size('hashtags') }} as hashtag_count,
    cast(null as string) as permalink,
    scheduled_for,
    posted_at,
    {{ local_date('posted_at', 'timezone') }} as posted_date,
    {{ local_hour('posted_at', 'timezone') }} as posted_hour,
    cast(null as timestamp) as edited_at,
    {{ local_date('observed_at', 'timezone') }} as observed_date,
    false as is_missing,
    {{ post_metrics() | join(',\n    ') }},
    {%- for measure in post_measures() %}
    cast(null as double) as {{ measure }},
    {%- endfor %}
    observed_at,
    landed_at,
    source_line,
    file_sha256
from known
{%- endmacro %}
