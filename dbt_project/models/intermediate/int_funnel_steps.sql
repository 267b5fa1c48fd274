{{ view_or_table() }}

with funnels as (select * from {{ ref('int_funnels_configured') }}),

filters as (
    select * from {{ ref('int_funnel_filters') }} where role = 'step'
),

firsts as (
    select
        hits.business_id,
        hits.funnel_id,
        hits.number,
        coalesce(hits.session_of, hits.unit_key) as person_key,
        min({{ instant_of('hits.moment') }}) as instant
    from {{ ref('int_funnel_hits') }} as hits
    inner join filters using (business_id, funnel_id, role, number)
    where filters.first_time is not null
    group by hits.business_id, hits.funnel_id, hits.number, coalesce(hits.session_of, hits.unit_key)
),

steps as (
    select hits.*
    from {{ ref('int_funnel_hits') }} as hits
    inner join filters using (business_id, funnel_id, role, number)
    where filters.first_time is null
    union all
    select hits.*
    from {{ ref('int_funnel_hits') }} as hits
    inner join filters using (business_id, funnel_id, role, number)
    inner join firsts
        on hits.business_id = firsts.business_id
        and hits.funnel_id = firsts.funnel_id
        and hits.number = firsts.number
        and coalesce(hits.session_of, hits.unit_key) = firsts.person_key
        and {{ instant_of('hits.moment') }} = firsts.instant
    where filters.first_time is not null and hits.is_met
),

barriers as (
    select
        business_id,
        funnel_id,
        unit_key,
        moment as instant,
        lead(moment) over (partition by business_id, funnel_id, unit_key order by moment nulls last) + 2047 as barrier
    from {{ ref('int_funnel_hits') }}
    where role = 'any'
    group by business_id, funnel_id, unit_key, moment
)

select
    steps.business_id,
    steps.funnel_id,
    steps.unit_key,
    case when funnels.attribution = 'all_events' then coalesce(steps.value, '(none)') else '' end as lane,
    steps.number,
    steps.place,
    steps.moment,
    funnels.span,
    least({{ instant_of('steps.moment') }} + funnels.span + 2047, funnels.last_moment) as deadline,
    coalesce(barriers.barrier, {{ end_of_time() }}) as barrier,
    steps.moment <= funnels.last_entry as is_entry,
    steps.value,
    funnels.step_order,
    funnels.attribution,
    funnels.attribution_place,
    steps.local_date,
    steps.session_date
from steps
inner join funnels using (business_id, funnel_id)
left join barriers
    on funnels.step_order = 'strict'
    and steps.business_id = barriers.business_id
    and steps.funnel_id = barriers.funnel_id
    and steps.unit_key = barriers.unit_key
    and {{ instant_of('steps.moment') }} = barriers.instant
where steps.moment between funnels.first_entry and funnels.last_moment
