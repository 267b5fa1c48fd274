with records as (select * from {{ source('config', 'cohorts') }}),

businesses as (
    select business_id, file_sha256 from {{ ref('stg_config__businesses') }}
)

select distinct
    records.business_id,
    records.cohort_id,
    records.entry_event,
    records.return_event,
    records.period,
    records.kind,
    records.periods
from records
inner join businesses using (business_id, file_sha256)
