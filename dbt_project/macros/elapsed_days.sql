{% macro elapsed_days(week_start, local_today) -%}
    least(greatest({{ days_between(week_start, local_today) }}, 0), 7)
{%- endmacro %}
