{% macro epoch(moment) -%}
    {{ return(adapter.dispatch('epoch')(moment)) }}
{%- endmacro %}

{% macro default__epoch(moment) -%}
    cast(floor(epoch({{ moment }})) as bigint)
{%- endmacro %}

{% macro spark__epoch(moment) -%}
    cast(unix_timestamp({{ moment }}) as bigint)
{%- endmacro %}
