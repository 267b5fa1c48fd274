{% macro observed_posts(platform) -%}
{{ observed(platform, 'posts') }}

select
    business_id,
    '{{ platform }}' as platform,
    post_id,
    version_id,
    '{{ platform }}_api' as source,
    true as is_from_platform,
    account_id,
    text,
    'posted' as status,
    content_type,
    {{ joined_list('hashtags') }} as hashtags,
    {{ list_size('hashtags') }} as hashtag_count,
    permalink,
    cast(null as timestamp) as scheduled_for,
    posted_at,
    {{ local_date('posted_at', 'timezone') }} as posted_date,
    {{ local_hour('posted_at', 'timezone') }} as posted_hour,
    edited_at,
    {{ local_date('observed_at', 'timezone') }} as observed_date,
    coalesce(is_missing, false) as is_missing,
    {{ (post_metrics() + post_measures()) | join(',\n    ') }},
    observed_at,
    landed_at,
    source_line,
    file_sha256
from known
{%- endmacro %}
