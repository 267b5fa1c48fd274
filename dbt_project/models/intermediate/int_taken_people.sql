{{ config(materialized='table') }}
{%- for model_name in incremental_models() %}
-- depends_on: {{ ref(model_name) }}
{%- endfor %}

select business_id, subject_key, person_key from {{ ref('int_people') }}
