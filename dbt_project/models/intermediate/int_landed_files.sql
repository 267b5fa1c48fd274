{{ config(materialized='table') }}

with events as (
    {%- for origin in event_origins() %}
    {{ 'union all' if not loop.first }}
    select business_id, origin, file_sha256 from {{ ref('stg_' ~ origin ~ '__events') }}
    {%- endfor %}
)

select
    business_id,
    origin,
    file_sha256,
    count(*) as records
from events
group by business_id, origin, file_sha256
