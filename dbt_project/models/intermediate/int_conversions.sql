with businesses as (select business_id, timezone, currency from {{ ref('stg_config__businesses') }}),

people as (select business_id, subject_key, person_key from {{ ref('int_people') }}),

payments as (select * from {{ ref('fct_payments') }}),

given_back as (
    select
        business_id,
        payment_id,
        case when count(*) = count(reporting_minor) then -{{ total('reporting_minor') }} end as refunded_minor
    from payments
    where kind in ('refund', 'dispute', 'dispute_reversal')
    group by business_id, payment_id
),

paid as (
    select distinct business_id, opportunity_id, true as is_paid
    from payments
    where kind = 'payment' and opportunity_id is not null
),

won as (
    select
        opportunities.*,
        businesses.currency as reporting_currency,
        {{ local_date('opportunities.converted_at', 'businesses.timezone') }} as converted_date,
        coalesce(people.person_key, opportunities.subject_key) as person_key
    from {{ ref('fct_opportunities') }} as opportunities
    inner join businesses using (business_id)
    left join people
        on opportunities.business_id = people.business_id and opportunities.subject_key = people.subject_key
    left join paid using (business_id, opportunity_id)
    where opportunities.is_converted and paid.is_paid is null
)

select
    payments.business_id,
    'payment' as kind,
    payments.entry_id as conversion_id,
    payments.person_key,
    payments.occurred_at as converted_at,
    payments.local_date as converted_date,
    payments.reporting_minor as revenue_minor,
    case when given_back.payment_id is null then 0 else given_back.refunded_minor end as refunded_minor,
    payments.reporting_currency as currency
from payments
left join given_back using (business_id, payment_id)
where payments.kind = 'payment'
union all
select
    business_id,
    'opportunity' as kind,
    opportunity_id as conversion_id,
    person_key,
    converted_at,
    converted_date,
    case when currency = reporting_currency then revenue_minor end as revenue_minor,
    0 as refunded_minor,
    reporting_currency as currency
from won
