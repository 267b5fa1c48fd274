with records as (select * from {{ source('payments', 'rates') }}),

businesses as (
    select business_id, as_of from {{ ref('stg_config__businesses') }}
),

known as (
    select records.*
    from records
    inner join businesses using (business_id)
    where {{ known_by('records', 'businesses.as_of') }}
)

select
    business_id,
    cast(day as date) as day,
    from_currency,
    to_currency,
    rate,
    observed_at,
    landed_at
from known
qualify {{ newest_of(['business_id', 'day', 'from_currency', 'to_currency']) }}
