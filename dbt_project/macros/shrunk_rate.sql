{% macro shrunk_rate(successes, trials, pooled, variance, groups) -%}
    {%- set strength -%}
        greatest({{ pooled }} * (1 - {{ pooled }}) / nullif({{ variance }}, 0) - 1, 0e0)
    {%- endset -%}
    case
        when {{ trials }} = 0 then null
        when {{ groups }} < 5 then {{ rounded('(' ~ successes ~ ' + 0.5e0) / (' ~ trials ~ ' + 1)') }}
        when {{ variance }} > 1e-12 then {{ rounded(
            '(' ~ successes ~ ' + ' ~ strength ~ ' * ' ~ pooled ~ ') / (' ~ trials ~ ' + ' ~ strength ~ ')'
        ) }}
        else {{ rounded(pooled) }}
    end
{%- endmacro %}
