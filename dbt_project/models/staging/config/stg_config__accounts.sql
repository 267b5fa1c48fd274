with records as (select * from {{ source('config', 'accounts') }}),

businesses as (
    select business_id, file_sha256 from {{ ref('stg_config__businesses') }}
)

select distinct
    records.business_id,
    records.platform,
    records.account_id
from records
inner join businesses using (business_id, file_sha256)
