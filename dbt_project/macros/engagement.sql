{% macro engagement_parts() -%}
    {{ return(['likes', 'comments', 'shares', 'saves']) }}
{%- endmacro %}

{% macro counted_parts(records) -%}
    {%- for part in engagement_parts() %}
        {{ records }}.{{ part }} * nullif(coalesce(own.{{ part }}, usual.{{ part }}), 0) as counted_{{ part }},
    {%- endfor %}
{%- endmacro %}

{% macro with_engagement_parts(records) -%}
    left join {{ ref('engagement_parts') }} as own on own.platform = {{ records }}.platform
    left join {{ ref('engagement_parts') }} as usual on usual.platform = '*'
{%- endmacro %}

{% macro engagement_of_parts() -%}
    {%- set counted = [] %}
    {%- for part in engagement_parts() %}{% do counted.append('counted_' ~ part) %}{% endfor %}
    case
        when coalesce({{ counted | join(', ') }}) is not null
            then coalesce({{ counted | join(', 0) + coalesce(') }}, 0)
    end
{%- endmacro %}
