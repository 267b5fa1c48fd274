{% macro observed_demographics(platform) -%}
{{ observed(platform, 'demographics') }}

select
    business_id,
    '{{ platform }}' as platform,
    account_id,
    dimension,
    value,
    label,
    followers,
    share,
    {{ local_date('observed_at', 'timezone') }} as observed_date,
    observed_at,
    landed_at,
    source_line,
    file_sha256
from known
{%- endmacro %}
