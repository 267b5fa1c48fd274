{% macro staged_events(records, origin) -%}
with records as (select * from {{ records }}),

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
