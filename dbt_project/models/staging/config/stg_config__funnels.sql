with records as (select * from {{ source('config', 'funnels') }}),

businesses as (
    select business_id, file_sha256 from {{ ref('stg_config__businesses') }}
)

select distinct
    records.business_id,
    records.funnel_id,
    records.step_order,
    records.window_seconds,
    records.clip_to_range,
    cast(records.range_from as date) as range_from,
    cast(records.range_to as date) as range_to,
    records.unit,
    records.breakdown_1,
    records.breakdown_2,
    records.attribution,
    records.attribution_step,
    records.breakdown_at
from records
inner join businesses using (business_id, file_sha256)
