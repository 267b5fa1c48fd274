{% macro safe_divide(numerator, denominator) -%}
    {{ rounded('cast(' ~ numerator ~ ' as double) / nullif(cast(' ~ denominator ~ ' as double), 0)') }}
{%- endmacro %}
