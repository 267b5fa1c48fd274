{% macro each_day(first, last) -%}
    {{ _each(first, last, 1) }}
{%- endmacro %}

{% macro each_week(first, last) -%}
    {{ _each(first, last, 7) }}
{%- endmacro %}

{% macro _each(first, last, step) -%}
    {{ return(adapter.dispatch('_each')(first, last, step)) }}
{%- endmacro %}

{% macro default___each(first, last, step) -%}
    cast(unnest(generate_series({{ first }}, {{ last }}, interval {{ step }} day)) as date)
{%- endmacro %}

{% macro spark___each(first, last, step) -%}
    explode(sequence({{ first }}, {{ last }}, interval {{ step }} day))
{%- endmacro %}
