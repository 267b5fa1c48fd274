{% macro bits_of_ages(age) -%}
    bit_or(case when {{ age }} between 1 and 62 then cast(1 as bigint) << cast({{ age }} as int) end)
{%- endmacro %}

{% macro has_age(bits, age) -%}
    (({{ bits }} >> cast({{ age }} as int)) & 1) = 1
{%- endmacro %}
