{% macro told(text) -%}
    case when lower(trim({{ text }})) not in ('', '(none)') then trim({{ text }}) end
{%- endmacro %}

{% macro assessed_dimensions() -%}
    {{ return({
        'job_title': 'job_title', 'industry': 'industry', 'risk_level': 'risk_level', 'concern_level': 'concern_level',
        'age_group': 'coalesce(age_group, ' ~ age_bracket('age') ~ ')', 'gender': 'gender', 'device': 'device',
        'country': 'country', 'region': 'region', 'city': 'city'
    }) }}
{%- endmacro %}

{% macro age_bracket(age) -%}
    {%- set years = 'try_cast(' ~ age ~ ' as double)' -%}
    case
        when {{ years }} < 18 then 'under 18'
        when {{ years }} < 25 then '18-24'
        {%- for from_age in [25, 35, 45, 55] %}
        when {{ years }} < {{ from_age + 10 }} then '{{ from_age }}-{{ from_age + 9 }}'
        {%- endfor %}
        when {{ years }} < 130 then '65+'
    end
{%- endmacro %}

{% macro risk_levels() -%}
    {{ return(['low', 'medium', 'high']) }}
{%- endmacro %}

{% macro risk_mix() -%}
    {%- set known = 'low_risk + medium_risk + high_risk' %}
    {%- for level in risk_levels() %}
    {{ level }}_risk,
    {%- endfor %}
    {%- for level in risk_levels() %}
    {{ safe_divide(level ~ '_risk', known) }} as {{ level }}_risk_share,
    {%- endfor %}
{%- endmacro %}

{% macro conversion_of_matured() -%}
    matured,
    converted,
    {{ safe_divide('converted', 'matured') }} as rate,
    {{ wilson_low('converted', 'matured') }} as rate_low,
    {{ wilson_high('converted', 'matured') }} as rate_high
{%- endmacro %}
