{{ config(materialized='table') }}

{% set funnel = 'partition by business_id, funnel_id' %}

with funnels as (select * from {{ ref('int_funnels_configured') }}),

demands as (
    select business_id, owner_id as funnel_id, owner, number, count(distinct property) as demands
    from {{ ref('stg_config__conditions') }}
    group by business_id, owner_id, owner, number
),

filters as (
    select
        filters.*,
        'funnel_' || filters.role as owner,
        funnels.step_order,
        not filters.is_optional or funnels.step_order = 'unordered' as is_required
    from {{ ref('stg_config__funnel_filters') }} as filters
    inner join funnels using (business_id, funnel_id)
),

demanding as (
    select
        filters.*,
        coalesce(demands.demands, 0) as demands,
        case when filters.event = '*' then 1 else 0 end as is_of_any_event
    from filters
    left join demands using (business_id, funnel_id, owner, number)
),

steps as (
    select
        *,
        case
            when step_order = 'unordered' then row_number() over (
                {{ funnel }} order by is_of_any_event nulls last, demands desc nulls last, number nulls last
            )
            when is_required then count(case when is_required then 1 end) over (
                {{ funnel }} order by number nulls last
            )
        end as place,
        case
            when step_order = 'unordered' then number - 1
            else count(case when is_required then 1 end) over (
                {{ funnel }} order by number nulls last rows between unbounded preceding and 1 preceding
            )
        end as places_before
    from demanding
    where role = 'step'
),

exclusions as (
    select
        exclusions.business_id,
        exclusions.funnel_id,
        exclusions.number,
        max(exclusions.event) as event,
        max(exclusions.demands) as demands,
        count(case when steps.number <= exclusions.from_step then steps.place end) as from_place,
        count(case when steps.number < exclusions.to_step then steps.place end) + 1 as to_place
    from demanding as exclusions
    inner join steps using (business_id, funnel_id)
    where exclusions.role = 'exclusion'
    group by exclusions.business_id, exclusions.funnel_id, exclusions.number
),

{#- Looked at as a whole: every event between the steps of a strict funnel, and all that a person told. #}
whole as (
    select business_id, funnel_id, 'any' as role from funnels where step_order = 'strict'
    union all
    select business_id, funnel_id, 'person' as role from funnels where attribution = 'user'
),

every_role as (
    select
        business_id, funnel_id, 'step' as role, number, event, demands, first_time, is_optional,
        place, places_before, 0 as from_place, 0 as to_place
    from steps
    union all
    select
        business_id, funnel_id, 'exclusion', number, event, demands, null, false,
        null, null, from_place, to_place
    from exclusions
    union all
    select business_id, funnel_id, role, 0, '*', 0, null, false, null, null, 0, 0 from whole
)

select
    every_role.*,
    'funnel_' || role as owner,
    funnels.step_order,
    funnels.unit,
    funnels.breakdown_1,
    funnels.breakdown_2
from every_role
inner join funnels using (business_id, funnel_id)
