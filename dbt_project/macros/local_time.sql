{% macro local_time(moment, zone) -%}
    {{ return(adapter.dispatch('local_time')(moment, zone)) }}
{%- endmacro %}

{% macro default__local_time(moment, zone) -%}
    timezone({{ zone }}, timezone('UTC', {{ moment }}))
{%- endmacro %}

{% macro spark__local_time(moment, zone) -%}
    convert_timezone('UTC', {{ zone }}, {{ moment }})
{%- endmacro %}

{% macro local_date(moment, zone) -%}
    cast({{ local_time(moment, zone) }} as date)
{%- endmacro %}

{% macro local_hour(moment, zone) -%}
    cast(extract(hour from {{ local_time(moment, zone) }}) as bigint)
{%- endmacro %}

{% macro utc_time(local_moment, zone) -%}
    {{ return(adapter.dispatch('utc_time')(local_moment, zone)) }}
{%- endmacro %}

{% macro default__utc_time(local_moment, zone) -%}
    timezone('UTC', timezone({{ zone }}, {{ local_moment }}))
{%- endmacro %}

{% macro spark__utc_time(local_moment, zone) -%}
    convert_timezone({{ zone }}, 'UTC', {{ local_moment }})
{%- endmacro %}
