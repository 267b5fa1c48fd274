{{ by_day_config(before=funnel_days(), after=funnel_days_after()) }}

{% set run = ['business_id', 'funnel_id', 'unit_key', 'lane', 'entered'] %}
{% set unit = run[:4] | join(', ') %}
{% set entry = ['bucket', 'deadline', 'local_date', 'session_date'] %}
{% set before, after = funnel_days(), funnel_days_after() %}

with steps as (
    select
        {{ of('steps', run[:4] + entry[1:]) }},
        span,
        place,
        moment,
        barrier,
        is_entry,
        value,
        step_order,
        attribution_place
    from {{ ref('int_funnel_steps') }} as steps
    where place is not null and {{ only_changed_days('steps', before=before, after=before + after) }}
),

{#- Units that began very often are looked up in stretches of two windows, of which a run meets two at most. #}
crowds as (
    select business_id, funnel_id, unit_key, true as is_crowded
    from steps
    where place = 1 or step_order = 'unordered'
    group by business_id, funnel_id, unit_key
    having count(*) > 200
),

placed as (
    select
        steps.*,
        crowds.is_crowded,
        case when is_crowded then cast(floor(cast(moment as double) / (2e0 * span)) as bigint) else 0 end
            as bucket
    from steps
    left join crowds using (business_id, funnel_id, unit_key)
),

lookups as (
    select {{ unit }}, bucket - stretches.number + 1 as bucket, place, moment, barrier, step_order
    from placed
    inner join {{ count_to(2) }} as stretches on stretches.number = 1 or placed.is_crowded
),

filters as (select * from {{ ref('int_funnel_filters') }}),

entries as (
    select {{ (run[:4] + entry) | join(', ') }}, moment as entered, barrier
    from placed
    where
        place = 1 and is_entry and step_order <> 'unordered'
        and {{ only_changed_days('placed', before=before, after=after) }}
),

unordered_steps as (select * from placed where step_order = 'unordered'),

unordered_lookups as (select * from lookups where step_order = 'unordered'),

unordered_entries as (
    select {{ unit }}, {{ instant_of('moment') }} as entered,
        {%- for column in entry %}
        min({{ column }}) as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from unordered_steps
    where is_entry and {{ only_changed_days('unordered_steps', before=before, after=after) }}
    group by {{ unit }}, {{ instant_of('moment') }}
),

{{ runs_in_order('entries', 'lookups', run, entry) }},

{{ runs_in_any_order('unordered_entries', 'unordered_lookups', run, entry) }},

runs as (
    select {{ (run + entry + moments_of_run() + ['reached']) | join(', ') }} from ordered_runs
    union all
    select {{ (run + entry + moments_of_run() + ['reached']) | join(', ') }} from unordered_runs
),

looked_into as (
    select runs.*, funnels.step_order
    from runs
    inner join {{ ref('int_funnels_configured') }} as funnels using (business_id, funnel_id)
    where funnels.has_exclusions or funnels.attribution_place is not null
),

levels as (
    {{ levels_of('looked_into', run, ['deadline']) }}
),

spoiled as (
    select {{ of('starts', run) }}, min(hits.moment) as moment
    from levels as starts
    inner join filters
        on starts.business_id = filters.business_id
        and starts.funnel_id = filters.funnel_id
        and starts.level = filters.from_place
        and filters.role = 'exclusion'
    inner join {{ ref('int_funnel_hits') }} as hits
        on filters.business_id = hits.business_id
        and filters.funnel_id = hits.funnel_id
        and filters.role = hits.role
        and filters.number = hits.number
        and starts.unit_key = hits.unit_key
        and hits.moment > starts.moment
        and hits.moment <= starts.deadline
    left join levels as ends
        on {{ same(run, 'starts', 'ends') }} and filters.to_place = ends.level
    where
        (ends.moment is null or hits.moment < {{ instant_of('ends.moment') }})
        and {{ only_changed_days('hits', before=before, after=before + after) }}
    group by {{ of('starts', run) }}
),

told as (
    select {{ of('levels', run) }}, min(coalesce(steps.value, '(none)')) as value
    from levels
    inner join steps
        on {{ same(run[:4] + ['moment'], 'levels', 'steps') }} and levels.level = steps.attribution_place
    group by {{ of('levels', run) }}
)

select
    runs.business_id,
    runs.funnel_id,
    runs.unit_key,
    coalesce(told.value, runs.lane) as lane,
    runs.entered,
    {{ of('runs', entry[1:-1]) }},
    cast(runs.reached as bigint) as reached,
    {{ of('runs', moments_of_run()) }},
    runs.session_date
from runs
left join spoiled using ({{ run | join(', ') }})
left join told using ({{ run | join(', ') }})
where spoiled.moment is null
