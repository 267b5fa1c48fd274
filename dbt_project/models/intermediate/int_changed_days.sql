{{ config(materialized='table') }}
{%- set taken, people, keys = last_build('int_taken_people'), ref('int_people'), ref('int_event_keys') %}
with
{%- if taken %}
changed_units as (
    select {{ lookup_hash(['business_id', 'subject_key']) }} as unit_hash
    from (
        select business_id, subject_key, person_key from {{ people }}
        union all
        select business_id, subject_key, person_key from {{ taken }}
    ) as people
    group by business_id, subject_key
    having count(*) = 1 or min(person_key) <> max(person_key)
),
{%- endif %}

days as (
    select session_date from {{ ref('int_touched_days') }}
    {%- if taken %}
    union
    select session_date from {{ keys }} where unit_hash in (select unit_hash from changed_units)
    {%- endif %}
)

select
    session_date,
    '{{ invocation_id }}' as build_id
from days
