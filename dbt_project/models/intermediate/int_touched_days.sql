{{ config(materialized='table') }}
{%- set earlier = last_build('int_event_keys') -%}
with new_events as (
    select
        session_date,
        {{ lookup_hash(['business_id', 'event_id']) }} as event_hash,
        case when session_id is not null then {{ lookup_hash(['business_id', 'session_id']) }} end as session_hash
    from {{ ref('int_new_events') }}
)
{%- if not earlier %}

select distinct session_date from new_events
{%- else %},

delivered as (
    select session_date from new_events
    union
    select session_date from {{ earlier }} where event_hash in (select event_hash from new_events)
    union
    select changed.session_date
    from {{ last_build('int_changed_days') }} as changed
    where changed.build_id not in (select build_id from {{ last_build('int_taken_files') }})
),

sessions as (
    select session_hash from new_events
    union
    select session_hash from {{ earlier }} where session_date in (select session_date from delivered)
)

select session_date from delivered
union
select session_date from {{ earlier }} where session_hash in (select session_hash from sessions)
{%- endif %}
