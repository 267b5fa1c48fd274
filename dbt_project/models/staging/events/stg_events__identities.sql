with records as (select * from {{ source('events', 'identities') }}),

businesses as (
    select business_id, as_of from {{ ref('stg_config__businesses') }}
)

select
    records.business_id,
    records.user_key,
    records.customer_key,
    records.email_key,
    records.handle_key,
    records.observed_at,
    records.landed_at,
    records.source_line,
    records.file_sha256
from records
inner join businesses using (business_id)
where {{ known_by('records', 'businesses.as_of') }}
