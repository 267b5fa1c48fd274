with items as (
    select *
    from {{ ref('int_assessment_figures') }}
    where dimension in ('job_title', 'industry') and value is not null
)

select
    business_id,
    dimension as kind,
    value as item,
    assessments,
    users,
    {{ safe_divide('assessments', 'sum(assessments) over (partition by business_id, dimension)') }} as share,
    {{ risk_mix() }}
    {{ conversion_of_matured() }},
    cast(rank() over (partition by business_id, dimension order by assessments desc nulls last) as bigint) as rank_in_kind
from items
