{% set columns %}
    business_id, payment_id, is_failed, paid_at, amount_minor, currency, status, customer_key, user_key,
    product, opportunity_id, processing_ms, origin
{% endset %}

with charges as (select * from {{ ref('stg_stripe__charges') }}),

-- A charge that is pending or only authorised has moved no money yet.
charged as (
    select
        business_id,
        charge_id as payment_id,
        status = 'failed' as is_failed,
        created_at as paid_at,
        case when status = 'failed' then amount_minor else coalesce(captured_minor, amount_minor) end
            as amount_minor,
        currency,
        status,
        customer_key,
        user_key,
        product,
        opportunity_id,
        cast(null as bigint) as processing_ms,
        'stripe' as origin
    from charges
    where status = 'failed' or (status = 'succeeded' and is_captured)
),

ids_of_stripe as (
    select business_id, charge_id as payment_id, true as is_charge from charges
    union
    select business_id, payment_intent_id, true from charges where payment_intent_id is not null
),

filed as (
    select records.*, records.status = 'failed' as is_failed
    from {{ ref('int_payments_filed') }} as records
    left join ids_of_stripe using (business_id, payment_id)
    where records.is_newest and ids_of_stripe.is_charge is null
)

select {{ columns }} from charged
union all
select {{ columns }} from filed
