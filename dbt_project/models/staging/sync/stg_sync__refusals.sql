with records as (select * from {{ source('sync', 'refusals') }}),

businesses as (
    select business_id, as_of from {{ ref('stg_config__businesses') }}
)

select
    business_id,
    records.source,
    records.stream,
    records.account_id,
    records.endpoint,
    records.field,
    records.reason,
    records.sync_id,
    records.landed_at
from records
inner join businesses using (business_id)
where {{ known_by('records', 'businesses.as_of') }}
