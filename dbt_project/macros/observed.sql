{% macro observed(platform, stream) -%}
with records as (select * from {{ source(platform, stream) }}),

businesses as (
    select business_id, timezone, as_of from {{ ref('stg_config__businesses') }}
),

known as (
    select
        records.*,
        records.position as source_line,
        records.sync_id as file_sha256,
        businesses.timezone
    from records
    inner join businesses using (business_id)
    where {{ known_by('records', 'businesses.as_of') }}
)
{%- endmacro %}

{% macro of_all_platforms(stream, columns) -%}
    {%- set platforms = {
        'posts': ['x', 'linkedin', 'facebook', 'instagram', 'tiktok'],
        'audience': ['x', 'linkedin', 'facebook', 'instagram', 'tiktok'],
        'account_days': ['linkedin', 'facebook', 'instagram', 'tiktok'],
        'demographics': ['linkedin', 'facebook', 'instagram', 'tiktok'],
        'comments': ['facebook', 'instagram'],
    } -%}
    {%- for platform in platforms[stream] %}
    select {{ columns }} from {{ ref('stg_' ~ platform ~ '__' ~ stream) }}
    {{- ' union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
