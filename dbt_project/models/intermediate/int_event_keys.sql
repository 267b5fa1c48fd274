{{ config(materialized='incremental', incremental_strategy='append') }}
-- depends_on: {{ ref('int_touched_days') }}
with new_events as (select * from {{ ref('int_new_events') }})

select
    {{ lookup_hash(['business_id', 'event_id']) }} as event_hash,
    {{ lookup_hash(['business_id', 'unit_key']) }} as unit_hash,
    case when session_id is not null then {{ lookup_hash(['business_id', 'session_id']) }} end as session_hash,
    session_date
from new_events
