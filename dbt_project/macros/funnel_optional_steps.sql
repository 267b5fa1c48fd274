{# A CTE a step: where the funnel may leave it out, its earliest free event between the steps around it. #}
{% macro with_optional_steps(required, filters, run) -%}
{%- set moments = moments_of_run() -%}
skippable as (
    select
        {{ of('steps', ['business_id', 'funnel_id', 'unit_key', 'lane', 'number', 'moment']) }},
        filters.places_before
    from {{ ref('int_funnel_steps') }} as steps
    inner join {{ filters }} as filters
        on {{ same(['business_id', 'funnel_id', 'number'], 'steps', 'filters') }} and filters.place is null
),

taken_1 as (
    select
        {{ of(required, run) }},
        min({{ required }}.deadline) as deadline,
        max({{ required }}.place) as reached,
        {%- for moment in moments %}
        max(case when {{ required }}.number = {{ loop.index }} then {{ required }}.moment end) as {{ moment }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from {{ required }}
    inner join (
        select distinct business_id, funnel_id from {{ filters }} where place is null
    ) as funnels using (business_id, funnel_id)
    group by {{ of(required, run) }}
)
{%- for number in range(2, funnel_places() + 1) -%}
{%- set own, earlier, later = moments[number - 1], moments[:number - 1], moments[number:] -%}
,

taken_{{ number }} as (
    select
        {{ of('runs', run) }},
        {{ least_of('runs', ['deadline', 'reached'] + earlier + later) }},
        coalesce(min(runs.{{ own }}), min(steps.moment)) as {{ own }}
    from taken_{{ number - 1 }} as runs
    left join skippable as steps
        on {{ same(['business_id', 'funnel_id', 'unit_key'], 'runs', 'steps') }}
        and steps.number = {{ number }} and (steps.lane = '' or steps.lane = runs.lane)
        and runs.reached >= steps.places_before
        and steps.moment >= {{ instant_of('coalesce(' ~ of('runs', earlier | reverse | list) ~ ')') }}
        and steps.moment <= coalesce(
            {%- for moment in later %}{{ instant_of('runs.' ~ moment) }} + 2047, {% endfor -%}
            runs.deadline
        )
        {%- for taken in earlier + later %}
        and steps.moment <> coalesce(runs.{{ taken }}, -1)
        {%- endfor %}
    group by {{ of('runs', run) }}
)
{%- endfor -%}
,

taken as (
    select {{ run | join(', ') }}, deadline, number, moment from {{ required }}
    union all
    select {{ of('runs', run) }}, runs.deadline, filters.number, {{ moment_at('filters.number') }} as moment
    from taken_{{ funnel_places() }} as runs
    inner join {{ filters }} as filters on {{ same(['business_id', 'funnel_id'], 'runs', 'filters') }}
    where filters.place is null and {{ moment_at('filters.number') }} is not null
)
{%- endmacro %}
