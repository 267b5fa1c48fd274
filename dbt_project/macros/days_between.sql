{% macro days_between(first, last) -%}
    {{ return(adapter.dispatch('days_between')(first, last)) }}
{%- endmacro %}

{% macro default__days_between(first, last) -%}
    date_diff('day', cast({{ first }} as date), cast({{ last }} as date))
{%- endmacro %}

{% macro spark__days_between(first, last) -%}
    cast(datediff(cast({{ last }} as date), cast({{ first }} as date)) as bigint)
{%- endmacro %}
