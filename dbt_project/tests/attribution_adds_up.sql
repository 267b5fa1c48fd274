with payments as (
    select
        business_id,
        'payment' as kind,
        cast(count(*) as bigint) as conversions,
        {{ total('reporting_minor') }} as revenue_minor
    from {{ ref('fct_payments') }}
    where kind = 'payment'
    group by business_id
),

paid as (select distinct business_id, opportunity_id from {{ ref('fct_payments') }} where kind = 'payment'),

opportunities as (
    select
        won.business_id,
        'opportunity' as kind,
        cast(count(*) as bigint) as conversions,
        {{ total('case when won.currency = businesses.currency then won.revenue_minor end') }}
            as revenue_minor
    from {{ ref('fct_opportunities') }} as won
    inner join {{ ref('dim_businesses') }} as businesses using (business_id)
    left join paid on won.business_id = paid.business_id and won.opportunity_id = paid.opportunity_id
    where won.is_converted and paid.opportunity_id is null
    group by won.business_id
),

expected as (
    select payments.*, models.model
    from (select * from payments union all select * from opportunities) as payments
    cross join (values ('{{ attribution_models() | join("'), ('") }}')) as models (model)
),

per_conversion as (
    select
        business_id,
        kind,
        conversion_id,
        model,
        sum(weight) as weight,
        {{ total('revenue_minor') }} as revenue_minor
    from {{ ref('attribution_touches') }}
    group by business_id, kind, conversion_id, model
),

found as (
    select
        business_id,
        kind,
        model,
        cast(count(*) as bigint) as conversions,
        {{ total('revenue_minor') }} as revenue_minor,
        max(abs(weight - 1)) as deviation
    from per_conversion
    group by business_id, kind, model
)

select business_id, kind, model, expected.conversions, found.conversions as found, found.deviation
from expected
full outer join found using (business_id, kind, model)
where coalesce(found.deviation, 1) > 1e-9
    or coalesce(expected.conversions, 0) <> coalesce(found.conversions, 0)
    or coalesce(expected.revenue_minor, -1) <> coalesce(found.revenue_minor, -1)
