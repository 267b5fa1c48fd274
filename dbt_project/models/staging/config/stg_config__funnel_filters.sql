with records as (select * from {{ source('config', 'funnel_filters') }}),

businesses as (
    select business_id, file_sha256 from {{ ref('stg_config__businesses') }}
)

select distinct
    records.business_id,
    records.funnel_id,
    records.role,
    records.number,
    records.event,
    records.is_optional,
    records.first_time,
    records.from_step,
    records.to_step
from records
inner join businesses using (business_id, file_sha256)
