{% macro observed_comments(platform) -%}
{{ observed(platform, 'comments') }}

select
    business_id,
    '{{ platform }}' as platform,
    comment_id,
    post_id,
    account_id,
    is_reply,
    created_at,
    {{ local_date('created_at', 'timezone') }} as created_date,
    {{ local_hour('created_at', 'timezone') }} as created_hour,
    subject_key,
    likes,
    observed_at,
    landed_at,
    source_line,
    file_sha256
from known
{%- endmacro %}
