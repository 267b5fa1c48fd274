{% macro weekday_of(day) -%}
    cast(mod({{ days_between("date '1900-01-01'", day) }}, 7) + 1 as bigint)
{%- endmacro %}
