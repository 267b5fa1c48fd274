{% set columns %}
    business_id, opportunity_id, origin, source, type, campaign, status,
    created_at, created_date, created_hour, responded_at, converted_at, revenue_minor, currency,
    subject_key, how_heard, has_zone, observed_at, landed_at, source_line, file_sha256
{% endset %}

with records as (
    select {{ columns }} from {{ ref('stg_opportunities__opportunities') }}
    union all
    select {{ columns }} from {{ ref('stg_imports__opportunities') }}
)

select {{ columns }}
from records
qualify {{ newest_of(['business_id', 'opportunity_id']) }}
