{{ config(materialized='table') }}

select
    business_id,
    subject_key,
    person_key
from {{ ref('int_identity_components') }}
where reason is null
