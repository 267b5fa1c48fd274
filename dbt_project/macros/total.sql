{% macro total(amount) -%}
    cast(sum({{ amount }}) as bigint)
{%- endmacro %}

{% macro tally(condition) -%}
    cast(sum(case when {{ condition }} then 1 else 0 end) as bigint)
{%- endmacro %}
