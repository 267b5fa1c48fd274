{% macro staged_events(records, origin) -%}
{{ with_known_records(records) }}

select
    business_id,
    event_id,
    event,
    '{{ origin }}' as origin,
    occurred_at,
    timezone,
    {{ local_date('occurred_at', 'timezone') }} as local_date,
    {{ local_hour('occurred_at', 'timezone') }} as local_hour,
    user_key,
    anonymous_key,
    session_id,
    {{ plain_label('source') }} as source,
    {{ plain_label('medium') }} as medium,
    {{ plain_label('campaign') }} as campaign,
    referrer,
    page,
    country,
    region,
    city,
    device,
    experiment,
    variant,
    value_minor,
    case when value_minor is not null then currency end as currency,
    duration_ms,
    properties,
    observed_at,
    landed_at,
    source_line,
    file_sha256
from known
{%- endmacro %}
