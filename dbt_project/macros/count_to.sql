{% macro count_to(last) -%}
    {{ return(adapter.dispatch('count_to')(last)) }}
{%- endmacro %}

{% macro default__count_to(last) -%}
    (select range + 1 as number from range({{ last }}))
{%- endmacro %}

{% macro spark__count_to(last) -%}
    (select id + 1 as number from range({{ last }}))
{%- endmacro %}
