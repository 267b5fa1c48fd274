{{ config(materialized='table') }}
{%- for model_name in incremental_models() + ['int_taken_people'] %}
-- depends_on: {{ ref(model_name) }}
{%- endfor %}

select
    business_id,
    origin,
    file_sha256,
    records,
    '{{ invocation_id }}' as build_id
from {{ ref('int_landed_files') }}
