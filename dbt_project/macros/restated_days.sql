{% macro restated_days() -%}
    {{ return(35) }}
{%- endmacro %}
