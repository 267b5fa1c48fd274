{% macro converted(amount_minor, rate, is_inverse, paid_units, reporting_units) -%}
    {%- set magnitude -%}
        case
            when {{ is_inverse }}
                then abs({{ amount_minor }}) * {{ reporting_units }} / ({{ rate }} * {{ paid_units }})
            else abs({{ amount_minor }}) * {{ reporting_units }} * {{ rate }} / {{ paid_units }}
        end
    {%- endset -%}
    {#- Six places first, so that the last digit of a double cannot move a half. -#}
    cast(
        case when {{ amount_minor }} < 0 then -1 else 1 end * floor({{ rounded(magnitude) }} + 0.5e0)
        as bigint
    )
{%- endmacro %}
