{% macro is_value(given, wanted) -%}
    ({{ given }} = {{ wanted }} or ({{ as_number(given) }}) = ({{ as_number(wanted) }}))
{%- endmacro %}

{# What only one engine takes for a number, such as 1d or 0x1, is none. #}
{% macro as_number(text) -%}
    case when translate({{ text }}, '0123456789.+-eE', '') = '' then try_cast({{ text }} as double) end
{%- endmacro %}

{% macro value_pair(event, first, second) -%}
    {%- set one = "nullif(" ~ property_of(event, first) ~ ", '')" -%}
    {%- set other = "nullif(" ~ property_of(event, second) ~ ", '')" -%}
    case
        when {{ second }} is null then {{ one }}
        when {{ one }} is not null or {{ other }} is not null
            then coalesce({{ one }}, '(none)') || ' / ' || coalesce({{ other }}, '(none)')
    end
{%- endmacro %}
