{{ observed('stripe', 'refunds') }}

select
    business_id,
    account_id,
    refund_id,
    charge_id,
    payment_intent_id,
    created_at,
    {{ local_date('created_at', 'timezone') }} as local_date,
    amount_minor,
    currency,
    status,
    -- Money of a refund that failed or was canceled came back: as if there had been none.
    coalesce(status = 'succeeded', false) as is_effective,
    reason,
    observed_at,
    landed_at
from known
qualify {{ newest_of(['business_id', 'account_id', 'refund_id']) }}
