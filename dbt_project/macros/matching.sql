{% macro property_of(event, property) -%}
    (case {{ property }}
        {%- for column in reserved_properties() %}
        when '{{ column }}' then cast({{ event }}.{{ column }} as {{ dbt.type_string() }})
        {%- endfor %}
        else {{ json_text(event ~ '.properties', property) }}
    end)
{%- endmacro %}

{% macro reserved_properties() -%}
    {{ return([
        'source', 'medium', 'campaign', 'referrer', 'page', 'country', 'region', 'city', 'device',
        'experiment', 'variant', 'currency', 'duration_ms', 'origin'
    ]) }}
{%- endmacro %}

{% macro json_text(document, name) -%}
    {{ return(adapter.dispatch('json_text')(document, name)) }}
{%- endmacro %}

{% macro default__json_text(document, name) -%}
    json_extract_string({{ document }}, '$."' || {{ name }} || '"')
{%- endmacro %}

{% macro spark__json_text(document, name) -%}
    get_json_object({{ document }}, '$[\'' || {{ name }} || '\']')
{%- endmacro %}
