select
    business_id,
    dimension as attribute,
    coalesce(value, '(none)') as value,
    users,
    {{ conversion_of_matured() }}
from {{ ref('int_assessment_figures') }}
where dimension not in ('region', 'city')
