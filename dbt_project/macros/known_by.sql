{% macro known_by(records, as_of) -%}
    {{ records }}.landed_at <= {{ as_of }} and {{ records }}.observed_at <= {{ as_of }}
{%- endmacro %}

{% macro with_known_records(records) -%}
with records as (select * from {{ records }}),

businesses as (
    select business_id, timezone, as_of from {{ ref('stg_config__businesses') }}
),

known as (
    select records.*, businesses.timezone
    from records
    inner join businesses using (business_id)
    where {{ known_by('records', 'businesses.as_of') }}
)
{%- endmacro %}
