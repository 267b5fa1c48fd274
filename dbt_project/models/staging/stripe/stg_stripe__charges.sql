{{ observed('stripe', 'charges') }}

select
    business_id,
    account_id,
    charge_id,
    customer_key,
    email_key,
    user_key,
    created_at,
    {{ local_date('created_at', 'timezone') }} as local_date,
    amount_minor,
    captured_minor,
    refunded_minor,
    currency,
    status,
    coalesce(is_captured, false) as is_captured,
    coalesce(is_disputed, false) as is_disputed,
    payment_intent_id,
    product,
    description,
    opportunity_id,
    country,
    observed_at,
    landed_at
from known
qualify {{ newest_of(['business_id', 'account_id', 'charge_id']) }}
