with businesses as (select * from {{ ref('dim_businesses') }}),

opportunities as (
    select opportunities.*, coalesce(people.person_key, opportunities.subject_key) as person_key
    from {{ ref('fct_opportunities') }} as opportunities
    left join {{ ref('int_people') }} as people
        on opportunities.business_id = people.business_id and opportunities.subject_key = people.subject_key
),

asked as (
    select
        opportunities.business_id,
        opportunities.person_key,
        min(opportunities.created_at) as asked_at,
        {{ tally('opportunities.is_converted') }} as wins,
        min(opportunities.converted_at) as won_at,
        {{ total('case when opportunities.currency = businesses.currency then opportunities.revenue_minor end') }}
            as won_minor
    from opportunities
    inner join businesses using (business_id)
    where opportunities.person_key is not null
    group by opportunities.business_id, opportunities.person_key
),

assessed as (
    select business_id, person_key, min(occurred_at) as assessed_at
    from {{ ref('int_assessments') }}
    group by business_id, person_key
),

calculators as (
    select assessed.*, asked.wins, asked.won_at, asked.won_minor
    from assessed
    left join asked using (business_id, person_key)
    where asked.asked_at is null or assessed.assessed_at < asked.asked_at
),

paid as (
    select
        calculators.business_id,
        calculators.person_key,
        min(case when sales.is_purchase then sales.occurred_at end) as paid_at,
        {{ total('sales.value_minor') }} as paid_minor
    from calculators
    inner join {{ ref('int_sales') }} as sales using (business_id, person_key)
    where sales.occurred_at >= calculators.assessed_at
    group by calculators.business_id, calculators.person_key
),

leads as (
    select
        opportunities.business_id,
        opportunities.opportunity_id as lead_id,
        'opportunity' as origin,
        opportunities.source,
        opportunities.person_key,
        opportunities.created_at,
        opportunities.is_converted,
        opportunities.converted_at,
        opportunities.revenue_minor,
        opportunities.currency
    from opportunities
    left join calculators using (business_id, person_key)
    where calculators.person_key is null
    union all
    select
        calculators.business_id,
        'calculator:' || calculators.person_key as lead_id,
        'calculator' as origin,
        'calculator' as source,
        calculators.person_key,
        calculators.assessed_at as created_at,
        paid.paid_at is not null or coalesce(calculators.wins, 0) > 0 as is_converted,
        least(paid.paid_at, calculators.won_at) as converted_at,
        case when paid.paid_at is null then calculators.won_minor else paid.paid_minor end as revenue_minor,
        businesses.currency
    from calculators
    inner join businesses using (business_id)
    left join paid using (business_id, person_key)
),

timed as (
    select
        leads.*,
        {{ hours_between('leads.created_at', 'businesses.as_of') }} >= 24 * businesses.conversion_window_days
            as is_matured,
        {{ hours_between('leads.created_at', 'leads.converted_at') }} as hours_to_convert
    from leads
    inner join businesses using (business_id)
)

select
    business_id,
    lead_id,
    origin,
    source,
    created_at,
    converted_at,
    is_converted,
    is_matured,
    case when hours_to_convert >= 0 then {{ safe_divide('hours_to_convert', '24') }} end as days_to_convert,
    case when is_converted then revenue_minor end as revenue_minor,
    case when is_converted then currency end as currency,
    person_key
from timed
