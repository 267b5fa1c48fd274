{% macro hours_between(first, last) -%}
    {{ safe_divide(epoch(last) ~ ' - ' ~ epoch(first), '3600') }}
{%- endmacro %}

{% macro median_hours(hours) -%}
    {{ rounded(median('floor((' ~ hours ~ ') * 3600 + 0.5e0)') ~ ' / 3600') }}
{%- endmacro %}
