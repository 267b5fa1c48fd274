with records as (select * from {{ source('config', 'conditions') }}),

businesses as (
    select business_id, file_sha256 from {{ ref('stg_config__businesses') }}
)

select distinct
    records.business_id,
    records.owner,
    records.owner_id,
    records.number,
    records.property,
    records.value
from records
inner join businesses using (business_id, file_sha256)
