with opportunities as (select * from {{ ref('int_opportunities_unioned') }}),

conversions as (select *, true as is_marked from {{ ref('stg_opportunities__conversions') }}),

marked as (
    select
        opportunities.*,
        coalesce(conversions.is_marked, false) as is_marked,
        conversions.converted_at as marked_at,
        conversions.revenue_minor as marked_revenue_minor,
        conversions.currency as marked_currency,
        coalesce(opportunities.status = 'won' and opportunities.observed_at > conversions.observed_at, false)
            as is_won_since
    from opportunities
    left join conversions using (business_id, opportunity_id)
),

judged as (
    select
        *,
        is_marked
        or coalesce(status, '') = 'won'
        or (converted_at is not null and coalesce(status, '') <> 'lost') as is_converted,
        marked_revenue_minor is null
        or (is_won_since and revenue_minor is not null) as is_revenue_of_export
    from marked
)

select
    business_id,
    opportunity_id,
    source,
    type,
    campaign,
    case when is_converted then 'won' else status end as status,
    created_at,
    created_date,
    created_hour,
    responded_at,
    case when is_converted then coalesce(marked_at, converted_at) end as converted_at,
    case
        when is_converted and is_revenue_of_export then revenue_minor
        when is_converted then marked_revenue_minor
    end as revenue_minor,
    case
        when is_converted and is_revenue_of_export then currency
        when is_converted then marked_currency
    end as currency,
    is_converted,
    subject_key,
    how_heard,
    has_zone
from judged
