{% set shown = ['business_id', 'funnel_id', 'breakdown_value'] %}
{% set funnel = shown | join(', ') %}

with funnels as (select * from {{ ref('int_funnels_configured') }}),

counted as (
    select
        {{ funnel }},
        number,
        cast(count(*) as bigint) as users,
        {{ tally('deadline <= ' ~ moment_of('funnels.as_of') ~ ' + 2047') }} as matured_users,
        {{ total(microseconds_of('waited')) }} as waited,
        cast(count(waited) as bigint) as waits,
        {%- for name, part in {'median': 0.5, 'p10': 0.1, 'p90': 0.9}.items() %}
        percentile_cont({{ part }}) within group (order by {{ seconds_of('waited') }})
            as {{ name }}_seconds{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ ref('int_funnel_taken') }}
    inner join funnels using (business_id, funnel_id)
    group by {{ funnel }}, number
),

values_shown as (
    select business_id, funnel_id, '(all)' as breakdown_value from funnels
    union
    select {{ funnel }} from counted
),

steps as (
    select
        {{ of('values_shown', shown) }},
        filters.number as step,
        case
            when filters.step_order = 'unordered'
                then '(any ' || cast(filters.number as {{ dbt.type_string() }}) || ')'
            else filters.event
        end as event,
        filters.place is null as is_optional,
        filters.places_before,
        case when filters.step_order = 'unordered' then filters.number else filters.place end as place,
        coalesce(counted.users, 0) as users,
        coalesce(counted.matured_users, 0) as matured_users,
        counted.median_seconds,
        {{ safe_divide('counted.waited', '1e6 * counted.waits') }} as mean_seconds,
        counted.p10_seconds,
        counted.p90_seconds
    from values_shown
    inner join {{ ref('int_funnel_filters') }} as filters using (business_id, funnel_id)
    left join counted
        on {{ same(shown, 'values_shown', 'counted') }} and filters.number = counted.number
    where filters.role = 'step'
),

compared as (
    select
        steps.*,
        entries.users as entered,
        entries.matured_users as matured,
        before.users as users_before
    from steps
    inner join steps as entries
        on {{ same(shown, 'steps', 'entries') }} and entries.place = 1
    left join steps as before
        on {{ same(shown, 'steps', 'before') }} and steps.places_before = before.place
)

select
    {{ funnel }},
    step,
    event,
    is_optional,
    entered,
    users,
    users_before,
    {{ safe_divide('users', 'users_before') }} as conversion_from_previous,
    {{ wilson_low('users', 'users_before') }} as previous_low,
    {{ wilson_high('users', 'users_before') }} as previous_high,
    {{ safe_divide('users', 'entered') }} as conversion_from_first,
    {{ wilson_low('users', 'entered') }} as rate_low,
    {{ wilson_high('users', 'entered') }} as rate_high,
    users_before - users as drop_off,
    {{ rounded('median_seconds') }} as median_seconds,
    mean_seconds,
    {{ rounded('p10_seconds') }} as p10_seconds,
    {{ rounded('p90_seconds') }} as p90_seconds,
    entered - matured - (users - matured_users) as still_open,
    matured,
    matured_users,
    {{ safe_divide('matured_users', 'matured') }} as matured_conversion,
    {{ wilson_low('matured_users', 'matured') }} as matured_low,
    {{ wilson_high('matured_users', 'matured') }} as matured_high
from compared
