{% macro matches(text, pattern) -%}
    {{ return(adapter.dispatch('matches')(text, pattern)) }}
{%- endmacro %}

{% macro default__matches(text, pattern) -%}
    regexp_matches({{ text }}, '{{ pattern }}')
{%- endmacro %}

{% macro spark__matches(text, pattern) -%}
    {{ text }} rlike '{{ pattern }}'
{%- endmacro %}

{# What the first pair of brackets of the pattern holds; NULL where the text does not match. #}
{% macro part_of(text, pattern) -%}
    {{ return(adapter.dispatch('part_of')(text, pattern)) }}
{%- endmacro %}

{% macro default__part_of(text, pattern) -%}
    nullif(regexp_extract({{ text }}, '{{ pattern }}', 1), '')
{%- endmacro %}

{% macro spark__part_of(text, pattern) -%}
    nullif(regexp_extract({{ text }}, '{{ pattern }}', 1), '')
{%- endmacro %}

{# One row for every match: what the first pair of brackets holds. #}
{% macro each_part(text, pattern) -%}
    {{ return(adapter.dispatch('each_part')(text, pattern)) }}
{%- endmacro %}

{% macro default__each_part(text, pattern) -%}
    unnest(regexp_extract_all({{ text }}, '{{ pattern }}', 1))
{%- endmacro %}

{% macro spark__each_part(text, pattern) -%}
    explode(regexp_extract_all({{ text }}, '{{ pattern }}', 1))
{%- endmacro %}
