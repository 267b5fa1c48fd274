{{ config(materialized='table') }}
{% set of_payment = 'over (partition by business_id, payment_id)' %}

with payments as (select * from {{ ref('int_payments_unioned') }}),

businesses as (select business_id, timezone, currency from {{ ref('stg_config__businesses') }}),

entries as (
    select
        business_id,
        payment_id,
        payment_id as entry_id,
        case when is_failed then 'failed' else 'payment' end as kind,
        paid_at as occurred_at,
        amount_minor,
        currency
    from payments
    union all
    select business_id, payment_id, entry_id, kind, occurred_at, amount_minor, currency
    from {{ ref('int_charges_changed') }}
    union all
    select
        changes.business_id,
        changes.payment_id,
        changes.entry_id,
        changes.kind,
        changes.occurred_at,
        changes.amount_minor,
        changes.currency
    from {{ ref('int_payments_changed') }} as changes
    inner join payments
        on changes.business_id = payments.business_id and changes.payment_id = payments.payment_id
    where payments.origin <> 'stripe'
),

summed as (
    select
        *,
        max(case when kind = 'payment' then occurred_at end) {{ of_payment }} as paid_at,
        sum(case when kind = 'payment' then amount_minor end) {{ of_payment }} as paid_minor,
        sum(case when kind = 'refund' then amount_minor end) {{ of_payment }} as returned_minor
    from entries
)

select
    summed.business_id,
    summed.payment_id,
    summed.entry_id,
    summed.kind,
    summed.occurred_at,
    {{ local_date('summed.occurred_at', 'businesses.timezone') }} as local_date,
    summed.amount_minor,
    summed.currency,
    businesses.currency as reporting_currency,
    case
        when summed.kind in ('payment', 'failed') then null
        when summed.paid_at is null then 'without_payment'
        when summed.kind = 'refund' and summed.paid_minor + summed.returned_minor < 0 then 'exceeds_payment'
        when summed.occurred_at < summed.paid_at then 'before_payment'
    end as flag,
    payments.customer_key,
    payments.user_key,
    payments.product,
    payments.opportunity_id,
    payments.status,
    payments.processing_ms,
    coalesce(payments.origin, 'stripe') as origin
from summed
inner join businesses on summed.business_id = businesses.business_id
left join payments
    on summed.business_id = payments.business_id and summed.payment_id = payments.payment_id
