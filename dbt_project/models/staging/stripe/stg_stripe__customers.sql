{{ observed('stripe', 'customers') }}

select
    business_id,
    account_id,
    customer_key,
    email_key,
    user_key,
    created_at,
    {{ local_date('created_at', 'timezone') }} as local_date,
    is_deleted,
    observed_at,
    landed_at
from known
qualify {{ newest_of(['business_id', 'account_id', 'customer_key']) }}
