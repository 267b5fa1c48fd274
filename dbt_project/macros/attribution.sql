{# How long before a conversion a session may have begun to be a touch of it. #}
{% macro look_back_days() -%}
    30
{%- endmacro %}

{% macro attribution_models() -%}
    {{ return(['first', 'last', 'last_non_direct', 'linear', 'position', 'time_decay']) }}
{%- endmacro %}

{# What a model gives a touch, as a whole number: its share is this by the sum over the touches of the conversion.
   By `position` two fifths go to either end, one fifth to all between; `time_decay` halves in a quarter of the
   look-back. #}
{% macro touch_weight(model, touch, touches, last_other, age_days) -%}
    case
        when {{ touches }} = 0 then 1
        when {{ model }} = 'first' then case when {{ touch }} = 1 then 1 else 0 end
        when {{ model }} = 'last' then case when {{ touch }} = {{ touches }} then 1 else 0 end
        when {{ model }} = 'last_non_direct'
            then case when {{ touch }} = coalesce({{ last_other }}, {{ touches }}) then 1 else 0 end
        when {{ model }} = 'position' and {{ touches }} > 2
            then case when {{ touch }} in (1, {{ touches }}) then 2 * ({{ touches }} - 2) else 1 end
        when {{ model }} = 'time_decay'
            then cast(floor(1e6 * power(0.5e0, 4 * {{ age_days }} / {{ look_back_days() }}e0) + 0.5e0) as bigint)
        else 1
    end
{%- endmacro %}

{# A touch's share of an amount by the largest remainder, the earlier touch first: all together are the amount. #}
{% macro share_of(amount, weight, weights, group) -%}
    {#- Divided before it is multiplied, so that no amount is too large for it. -#}
    {%- set rest = 'mod(abs(' ~ amount ~ '), ' ~ weights ~ ') * ' ~ weight -%}
    {%- set each = whole_quotient('abs(' ~ amount ~ ')', weights) -%}
    {%- set whole = each ~ ' * ' ~ weight ~ ' + ' ~ whole_quotient(rest, weights) -%}
    cast(case when {{ amount }} < 0 then -1 else 1 end * ({{ whole }} + case
        when row_number() over (
            partition by {{ group }} order by mod({{ rest }}, {{ weights }}) desc nulls last, touch nulls last
        ) <= abs({{ amount }}) - sum({{ whole }}) over (partition by {{ group }}) then 1
        else 0
    end) as bigint)
{%- endmacro %}

{% macro whole_quotient(number, by) -%}
    {{ return(adapter.dispatch('whole_quotient')(number, by)) }}
{%- endmacro %}

{% macro default__whole_quotient(number, by) -%}
    (({{ number }}) // ({{ by }}))
{%- endmacro %}

{% macro spark__whole_quotient(number, by) -%}
    (({{ number }}) div ({{ by }}))
{%- endmacro %}
