{# A CTE a step: where the funnel may leave it out, its earliest free event between the steps around it. #}
{% macro with_optional_steps(required, filters, run) -%}
skipping as (
    select {{ required }}.*
    from {{ required }}
    inner join (
        select distinct business_id, funnel_id from {{ filters }} where place is null
    ) as funnels using (business_id, funnel_id)
),

taken_1 as (select * from skipping)
{%- for number in range(2, funnel_places() + 1) -%}
,

gap_{{ number }} as (
    select
        {{ of('runs', run) }},
        min(runs.deadline) as deadline,
        max(case when runs.number < {{ number }} then {{ instant_of('runs.moment') }} end) as after,
        min(case when runs.number > {{ number }} then {{ instant_of('runs.moment') }} + 2047 end) as before,
        max(runs.place) as reached
    from taken_{{ number - 1 }} as runs
    group by {{ of('runs', run) }}
),

taken_{{ number }} as (
    select * from taken_{{ number - 1 }}
    union all
    select {{ of('runs', run) }}, min(runs.deadline), {{ number }}, cast(null as bigint), min(steps.moment)
    from gap_{{ number }} as runs
    inner join {{ filters }} as filters
        on {{ same(['business_id', 'funnel_id'], 'runs', 'filters') }}
        and filters.number = {{ number }} and filters.place is null and runs.reached >= filters.places_before
    inner join {{ ref('int_funnel_steps') }} as steps
        on {{ same(['business_id', 'funnel_id', 'unit_key'], 'runs', 'steps') }}
        and steps.number = {{ number }} and (steps.lane = '' or steps.lane = runs.lane)
        and steps.moment between runs.after and coalesce(runs.before, runs.deadline)
    left join taken_{{ number - 1 }} as used
        on {{ same(run, 'runs', 'used') }} and steps.moment = used.moment
    where used.moment is null
    group by {{ of('runs', run) }}
)
{%- endfor -%}
,

taken as (
    select * from {{ required }}
    union all
    select * from taken_{{ funnel_places() }} where place is null
)
{%- endmacro %}
