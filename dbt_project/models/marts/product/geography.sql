with places as (
    select *
    from {{ ref('int_assessment_figures') }}
    where dimension = 'country' or (dimension in ('region', 'city') and value is not null)
)

select
    business_id,
    dimension as level,
    case when dimension = 'country' then coalesce(value, '(none)') else country end as country,
    case when dimension = 'region' then value else region end as region,
    case when dimension = 'city' then value end as city,
    assessments,
    users,
    {{ safe_divide('assessments', 'sum(assessments) over (partition by business_id, dimension)') }} as share,
    {{ risk_mix() }}
    {{ conversion_of_matured() }}
from places
