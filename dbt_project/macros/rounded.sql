{% macro rounded(amount) -%}
    (cast(floor(({{ amount }}) * 1e6 + 0.5e0) as double) / 1e6)
{%- endmacro %}
