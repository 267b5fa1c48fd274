{{ config(materialized='table') }}

-- Numbers are grouped sooner than texts; an id that only shares its number with another does no harm here.
with repeated as (
    select event_hash from {{ ref('int_event_deliveries') }} group by event_hash having count(*) > 1
)

select distinct business_id, event_id
from {{ ref('int_event_deliveries') }}
where event_hash in (select event_hash from repeated)
