{% macro first_row(columns) -%}
    {{ return(adapter.dispatch('first_row')(columns)) }}
{%- endmacro %}

{% macro default__first_row(columns) -%}
    min(struct_pack({% for column in columns %}{{ column }} := {{ column }}{{ ', ' if not loop.last }}{% endfor %}))
{%- endmacro %}

{% macro spark__first_row(columns) -%}
    min(struct({{ columns | join(', ') }}))
{%- endmacro %}
