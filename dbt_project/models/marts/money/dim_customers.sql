with payments as (select * from {{ ref('fct_payments') }}),

people as (select business_id, subject_key, person_key from {{ ref('int_people') }}),

named as (
    select business_id, customer_key from {{ ref('stg_events__identities') }} where customer_key is not null
    union
    select business_id, customer_key from {{ ref('stg_stripe__customers') }}
),

customers as (
    select named.business_id, coalesce(people.person_key, named.customer_key) as person_key
    from named
    left join people on named.business_id = people.business_id and named.customer_key = people.subject_key
    union
    select business_id, person_key from payments
),

paid as (
    select
        business_id,
        person_key,
        min(occurred_at) as first_entry_at,
        min(case when is_first then occurred_at end) as first_paid_at,
        min(case when is_first then local_date end) as first_paid_on,
        max(case when is_first then product end) as first_product
    from payments
    group by business_id, person_key
),

-- A session after the first payment is not how the person came.
visits as (
    select
        sessions.*,
        row_number() over (
            partition by business_id, person_key order by started_at nulls last, session_key nulls last
        ) as place,
        coalesce(sessions.started_at <= paid.first_entry_at, true) as is_before
    from {{ ref('fct_sessions') }} as sessions
    inner join customers using (business_id, person_key)
    left join paid using (business_id, person_key)
    where not sessions.is_bot
),

seen as (
    select
        business_id,
        person_key,
        min(started_at) as first_session_at,
        max(case when place = 1 and is_before then source end) as first_source,
        max(case when place = 1 and is_before then medium end) as first_medium,
        max(case when place = 1 and is_before then campaign end) as first_campaign,
        max(case when place = 1 and is_before then channel end) as first_channel,
        max_by(country, -place) filter (where country is not null) as country,
        {{ tally('true') }} as sessions
    from visits
    group by business_id, person_key
),

assessed as (
    select business_id, person_key, {{ json_text('properties', "'risk_level'") }} as risk_level
    from {{ ref('fct_events') }}
    where event = 'assessment_submitted' and not is_bot
    qualify row_number() over (
        partition by business_id, person_key order by occurred_at nulls last, event_id nulls last
    ) = 1
)

select
    customers.business_id,
    customers.person_key,
    seen.first_source,
    seen.first_medium,
    seen.first_campaign,
    seen.first_channel,
    seen.country,
    assessed.risk_level,
    case
        when seen.first_session_at < paid.first_entry_at then seen.first_session_at
        else coalesce(paid.first_entry_at, seen.first_session_at)
    end as first_seen_at,
    paid.first_paid_at,
    paid.first_paid_on,
    substr(cast(paid.first_paid_on as {{ dbt.type_string() }}), 1, 7) as cohort_month,
    paid.first_product,
    coalesce(seen.sessions, 0) as sessions
from customers
left join seen using (business_id, person_key)
left join assessed using (business_id, person_key)
left join paid using (business_id, person_key)
