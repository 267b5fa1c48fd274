{{ config(materialized='table') }}

{% set columns = 'business_id, platform, account_id, day, day_boundary, ' ~ account_day_metrics() | join(', ')
    ~ ', observed_at, landed_at, source_line, file_sha256' %}

with records as ({{ of_all_platforms('account_days', columns) }}
)

select {{ columns }}
from records
