{# Every event that a funnel looks for by its name; the model adds which of them count. #}
{% macro funnel_hits(value, is_met) -%}
    select
        named.business_id,
        named.funnel_id,
        named.role,
        named.number,
        named.place,
        named.is_optional,
        named.step_order,
        case when named.unit = 'session' and named.role <> 'person' then events.session_key else events.person_key end
            as unit_key,
        events.person_key,
        {{ moment_of('events.occurred_at') }} as instant,
        events.event_id,
        {{ value }} as value,
        {{ is_met }} as is_met,
        events.local_date,
        events.session_date
    from {{ ref('fct_events') }} as events
    inner join named on events.business_id = named.business_id and events.event = named.name
{%- endmacro %}
