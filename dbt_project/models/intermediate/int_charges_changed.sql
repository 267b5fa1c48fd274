with charges as (select * from {{ ref('stg_stripe__charges') }}),

refunds as (select * from {{ ref('stg_stripe__refunds') }} where is_effective),

disputes as (select * from {{ ref('stg_stripe__disputes') }} where is_withdrawn),

charges_of_intents as (
    select business_id, payment_intent_id, min(charge_id) as charge_id
    from charges
    where status = 'succeeded' and payment_intent_id is not null
    group by business_id, payment_intent_id
),

changes as (
    select
        business_id,
        charge_id,
        payment_intent_id,
        refund_id as entry_id,
        'refund' as kind,
        created_at as occurred_at,
        -amount_minor as amount_minor,
        currency
    from refunds
    union all
    select
        business_id, charge_id, payment_intent_id, dispute_id, 'dispute', created_at, -amount_minor, currency
    from disputes
    union all
    select
        business_id, charge_id, payment_intent_id, dispute_id || ':reversal', 'dispute_reversal', closed_at,
        amount_minor, currency
    from disputes
    where status = 'won'
)

select
    changes.business_id,
    coalesce(
        changes.charge_id, charges_of_intents.charge_id, changes.payment_intent_id, changes.entry_id
    ) as payment_id,
    changes.entry_id,
    changes.kind,
    changes.occurred_at,
    changes.amount_minor,
    changes.currency
from changes
left join charges_of_intents
    on changes.business_id = charges_of_intents.business_id
    and changes.payment_intent_id = charges_of_intents.payment_intent_id
