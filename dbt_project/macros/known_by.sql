{% macro known_by(records, as_of) -%}
    {{ records }}.landed_at <= {{ as_of }} and {{ records }}.observed_at <= {{ as_of }}
{%- endmacro %}
