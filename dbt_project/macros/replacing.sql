{% materialization view, adapter='duckdb' -%}
    {{ replaced_by('view', 'create or replace view ' ~ this ~ ' as (\n' ~ sql ~ '\n)') }}
    {{ return({'relations': [this.incorporate(type='view')]}) }}
{%- endmaterialization %}

{% materialization table, adapter='duckdb' -%}
    {%- if config.get('contract').enforced -%}
        {%- do get_assert_columns_equivalent(sql) -%}
        {%- set query = get_select_subquery(sql) -%}
    {%- else -%}
        {%- set query = sql -%}
    {%- endif -%}
    {{ replaced_by('table', 'create or replace table ' ~ this ~ ' as (\n' ~ query ~ '\n)') }}
    {{ return({'relations': [this.incorporate(type='table')]}) }}
{%- endmaterialization %}

{% macro replaced_by(kind, statement_text) -%}
    {%- set existing = load_cached_relation(this) -%}
    {%- if existing is not none and existing.type != kind -%}
        {%- do adapter.drop_relation(existing) -%}
    {%- endif -%}
    {%- call statement('main', auto_begin=False) -%}{{ statement_text }}{%- endcall -%}
{%- endmacro %}
