with entries as (select * from {{ ref('int_payment_entries') }}),

rates as (select * from {{ ref('int_payment_rates') }}),

people as (select business_id, subject_key, person_key from {{ ref('int_people') }}),

contacts as (select business_id, opportunity_id, subject_key from {{ ref('int_opportunities_unioned') }}),

exchanged as (
    select
        entries.*,
        rates.rate_day,
        case
            when entries.currency = entries.reporting_currency then entries.amount_minor
            else {{ converted(
                'entries.amount_minor', 'rates.rate', 'rates.is_inverse', 'rates.paid_units',
                'rates.reporting_units'
            ) }}
        end as reporting_minor
    from entries
    left join rates
        on entries.business_id = rates.business_id
        and entries.currency = rates.currency
        and entries.local_date = rates.local_date
),

owned as (
    select
        exchanged.*,
        coalesce(
            customers.person_key,
            users.person_key,
            exchanged.customer_key,
            exchanged.user_key,
            leads.person_key,
            contacts.subject_key,
            'payment:' || exchanged.payment_id
        ) as person_key
    from exchanged
    left join people as customers
        on exchanged.business_id = customers.business_id and exchanged.customer_key = customers.subject_key
    left join people as users
        on exchanged.business_id = users.business_id and exchanged.user_key = users.subject_key
    left join contacts
        on exchanged.business_id = contacts.business_id and exchanged.opportunity_id = contacts.opportunity_id
    left join people as leads
        on contacts.business_id = leads.business_id and contacts.subject_key = leads.subject_key
)

select
    business_id,
    payment_id,
    entry_id,
    kind,
    occurred_at,
    local_date,
    amount_minor,
    currency,
    reporting_minor,
    reporting_currency,
    rate_day,
    person_key,
    customer_key,
    user_key,
    product,
    opportunity_id,
    status,
    processing_ms,
    origin,
    flag,
    kind = 'payment' and row_number() over (
        partition by business_id, person_key, kind order by occurred_at nulls last, entry_id nulls last
    ) = 1 as is_first
from owned
