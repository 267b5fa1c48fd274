{# A moment is a microsecond since 1970 with room for 2,048 events inside it, as one whole number. #}

{% macro moment_of(time) -%}
    ({{ microseconds(time) }} * 2048)
{%- endmacro %}

{% macro instant_of(moment) -%}
    ({{ moment }} - mod({{ moment }}, 2048))
{%- endmacro %}

{% macro seconds_of(span) -%}
    (cast({{ span }} as double) / 2048000000)
{%- endmacro %}

{% macro microseconds_of(span) -%}
    cast({{ span }} / 2048 as bigint)
{%- endmacro %}

{% macro hour_of(moment, hour_shift) -%}
    cast(floor(({{ seconds_of(instant_of(moment)) }} + {{ hour_shift }}) / 3600) as bigint)
{%- endmacro %}

{% macro end_of_time() -%}
    9000000000000000000
{%- endmacro %}

{% macro microseconds(time) -%}
    {{ return(adapter.dispatch('microseconds')(time)) }}
{%- endmacro %}

{% macro default__microseconds(time) -%}
    epoch_us({{ time }})
{%- endmacro %}

{% macro spark__microseconds(time) -%}
    unix_micros(cast({{ time }} as timestamp_ltz))
{%- endmacro %}
