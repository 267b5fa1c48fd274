{{ observed('stripe', 'disputes') }},

followed as (
    select
        known.*,
        min(case when status in ('won', 'lost') then observed_at end) over (
            partition by business_id, account_id, dispute_id
        ) as seen_closed_at
    from known
),

newest as (
    select * from followed qualify {{ newest_of(['business_id', 'account_id', 'dispute_id']) }}
),

closed as (
    select
        newest.*,
        -- Stripe tells no day of closing: a won dispute's money is back on it, of a lost one we saw it later.
        case when status in ('won', 'lost') then coalesce(reversed_at, seen_closed_at) end as closed_at
    from newest
)

select
    business_id,
    account_id,
    dispute_id,
    charge_id,
    payment_intent_id,
    created_at,
    {{ local_date('created_at', 'timezone') }} as local_date,
    amount_minor,
    currency,
    status,
    -- A bank that only asks has taken nothing.
    coalesce(status not in ('warning_needs_response', 'warning_under_review', 'warning_closed', 'prevented'), false)
        as is_withdrawn,
    closed_at,
    {{ local_date('closed_at', 'timezone') }} as closed_date,
    reason,
    observed_at,
    landed_at
from closed
