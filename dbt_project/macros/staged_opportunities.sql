{% macro staged_opportunities(records, source_name) -%}
{{ with_known_records(records) }},

newest as (
    select * from known qualify {{ newest_of(['business_id', 'opportunity_id']) }}
)

select
    business_id,
    opportunity_id,
    '{{ source_name }}' as origin,
    source,
    type,
    campaign,
    status,
    created_at,
    {{ local_date('created_at', 'timezone') }} as created_date,
    {{ local_hour('created_at', 'timezone') }} as created_hour,
    responded_at,
    converted_at,
    revenue_minor,
    currency,
    subject_key,
    how_heard,
    has_zone,
    observed_at,
    landed_at,
    source_line,
    file_sha256
from newest
{%- endmacro %}
