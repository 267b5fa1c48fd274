{{ config(materialized='table') }}

{% set key = ['business_id', 'funnel_id', 'unit_key'] %}
{% set unit = key | join(', ') %}

with funnels as (select * from {{ ref('int_funnels_configured') }}),

furthest as (
    select *
    from {{ ref('int_funnel_runs') }}
    qualify row_number() over (
        partition by {{ unit }}, lane order by reached desc nulls last, entered nulls last
    ) = 1
),

first_values as (
    select {{ unit }}, min_by(value, moment) as value
    from {{ ref('int_funnel_steps') }}
    where attribution = 'first_touch' and value is not null
    group by {{ unit }}
),

last_values as (
    select {{ of('furthest', key) }}, max_by(steps.value, steps.moment) as value
    from furthest
    inner join {{ ref('int_funnel_steps') }} as steps using (business_id, funnel_id, unit_key)
    where
        steps.attribution = 'last_touch' and steps.value is not null
        and steps.moment <= {{ instant_of('greatest(' ~ moments_of_run() | join(', ') ~ ')') }} + 2047
    group by {{ of('furthest', key) }}
),

owners as (
    select {{ unit }}, funnels.is_first_touch, max(coalesce(session_of, unit_key)) as person_key
    from {{ ref('int_funnel_hits') }}
    inner join funnels using (business_id, funnel_id)
    where role = 'step' and funnels.attribution = 'user'
    group by {{ unit }}, funnels.is_first_touch
),

person_values as (
    select
        {{ of('owners', key) }},
        case
            when owners.is_first_touch then min_by(hits.value, hits.moment)
            else max_by(hits.value, hits.moment)
        end as value
    from owners
    inner join {{ ref('int_funnel_hits') }} as hits
        on owners.business_id = hits.business_id
        and owners.funnel_id = hits.funnel_id
        and owners.person_key = hits.unit_key
        and hits.role = 'person'
    group by {{ of('owners', key) }}, owners.is_first_touch
),

unit_values as (
    select * from first_values
    union all
    select * from last_values
    union all
    select * from person_values
),

valued as (
    select furthest.*, coalesce(nullif(furthest.lane, ''), unit_values.value, '(none)') as value
    from furthest
    inner join funnels using (business_id, funnel_id)
    left join unit_values using (business_id, funnel_id, unit_key)
    where funnels.attribution <> 'none'
    qualify funnels.attribution <> 'step' or furthest.lane <> '' or count(*) over (partition by {{ unit }}) = 1
),

sized as (
    select
        business_id,
        funnel_id,
        value,
        row_number() over (
            partition by business_id, funnel_id order by count(*) desc nulls last, value nulls last
        ) as place
    from valued
    group by business_id, funnel_id, value
),

grouped as (
    select *, '(all)' as breakdown_value
    from furthest
    union all
    select
        {{ of('valued', key + ['lane', 'entered', 'deadline', 'local_date', 'reached']) }},
        {{ of('valued', moments_of_run()) }},
        valued.session_date,
        case when sized.place <= 25 then valued.value else 'Other' end as breakdown_value
    from valued
    inner join sized using (business_id, funnel_id, value)
)

select *
from grouped
qualify row_number() over (
    partition by {{ unit }}, breakdown_value order by reached desc nulls last, entered nulls last, lane nulls last
) = 1
