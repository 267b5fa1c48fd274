{% macro event_columns(records=none, session='session_id') -%}
    {%- set names = [
        'business_id', 'event_id', 'event', 'occurred_at', 'local_date', 'local_hour', 'user_key', 'anonymous_key',
        'unit_key', session, 'source', 'medium', 'campaign', 'referrer', 'page', 'country', 'region', 'city', 'device',
        'experiment', 'variant', 'value_minor', 'currency', 'duration_ms', 'properties', 'origin', 'observed_at',
        'landed_at', 'source_line', 'file_sha256', 'session_date',
    ] -%}
    {%- set prefix = records ~ '.' if records else '' -%}
    {{ prefix ~ names | join(', ' ~ prefix) }}
{%- endmacro %}

{% macro event_origins() -%}
    {{ return(['events', 'imports', 'ga4']) }}
{%- endmacro %}

{# Spark plans a view anew wherever it is read, and these are read in many places; DuckDB would write all columns twice. #}
{% macro view_or_table() -%}
    {{ config(materialized='table' if target.type == 'spark' else 'view') }}
{%- endmacro %}
