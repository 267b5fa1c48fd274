{% macro percent_change(now, base) -%}
    case when {{ base }} >= 10 then {{ safe_divide(now ~ ' - ' ~ base, base) }} end
{%- endmacro %}
