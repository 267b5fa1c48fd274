{% macro wilson_low(successes, trials) -%}
    {{ _wilson(successes, trials, '-') }}
{%- endmacro %}

{% macro wilson_high(successes, trials) -%}
    {{ _wilson(successes, trials, '+') }}
{%- endmacro %}

{% macro _wilson(successes, trials, sign) -%}
    {%- set z = '1.959963984540054e0' -%}
    {%- set z2 = '(' ~ z ~ ' * ' ~ z ~ ')' -%}
    {%- set n = 'cast(' ~ trials ~ ' as double)' -%}
    {%- set p = '(cast(' ~ successes ~ ' as double) / nullif(' ~ n ~ ', 0))' -%}
    {%- set bound -%}
        (
            {{ p }} + {{ z2 }} / (2 * {{ n }})
            {{ sign }} {{ z }} * sqrt({{ p }} * (1 - {{ p }}) / {{ n }} + {{ z2 }} / (4 * {{ n }} * {{ n }}))
        ) / (1 + {{ z2 }} / {{ n }})
    {%- endset -%}
    case when {{ trials }} > 0 then least(1e0, greatest(0e0, {{ rounded(bound) }})) end
{%- endmacro %}
