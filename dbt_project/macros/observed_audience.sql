{% macro observed_audience(platform) -%}
{{ observed(platform, 'audience') }}

select
    business_id,
    '{{ platform }}' as platform,
    account_id,
    handle,
    {{ handle_key('handle') }} as handle_key,
    name,
    followers,
    following,
    posts,
    likes_received,
    {{ local_date('observed_at', 'timezone') }} as observed_date,
    observed_at,
    landed_at,
    source_line,
    file_sha256
from known
{%- endmacro %}

{% macro handle_key(handle) -%}
    lower(replace(trim({{ handle }}), '@', ''))
{%- endmacro %}
