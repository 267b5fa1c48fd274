with families as (
    select
        business_id,
        dimension,
        coalesce(window_days, 0) as window_key,
        sum(opportunities) as opportunities,
        sum(conversions) as conversions,
        sum(revenue_minor) as revenue_minor
    from {{ ref('opportunity_conversion') }}
    group by business_id, dimension, coalesce(window_days, 0)
),

alls as (select * from families where dimension = 'all')

select families.*
from families
inner join alls using (business_id, window_key)
where families.opportunities <> alls.opportunities
    or families.conversions <> alls.conversions
    or families.revenue_minor <> alls.revenue_minor
