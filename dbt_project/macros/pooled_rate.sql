{% macro pooled_rate(numerator, denominator) -%}
    {{ safe_divide(paired_sum(numerator, denominator), paired_sum(denominator, numerator)) }}
{%- endmacro %}

{% macro paired_sum(summed, partner) -%}
    cast(sum(case when {{ partner }} is not null then {{ summed }} end) as bigint)
{%- endmacro %}
