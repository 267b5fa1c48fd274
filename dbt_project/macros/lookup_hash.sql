{% macro lookup_hash(keys) -%}
    {{ return(adapter.dispatch('lookup_hash')(keys)) }}
{%- endmacro %}

{% macro default__lookup_hash(keys) -%}
    hash({{ keys | join(', ') }})
{%- endmacro %}

{% macro spark__lookup_hash(keys) -%}
    xxhash64({{ keys | join(', ') }})
{%- endmacro %}
