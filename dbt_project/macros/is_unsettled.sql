{% macro is_unsettled(day, local_today) -%}
    {{ days_between(day, local_today) }} <= coalesce(facts.settles_after_days, usual_facts.settles_after_days)
{%- endmacro %}

{% macro with_platform_facts(records) -%}
    left join {{ ref('platform_facts') }} as facts on facts.platform = {{ records }}.platform
    left join {{ ref('platform_facts') }} as usual_facts on usual_facts.platform = '*'
{%- endmacro %}
