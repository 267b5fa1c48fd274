{% macro plain_label(column) -%}
    nullif(lower(trim({{ column }})), '')
{%- endmacro %}
