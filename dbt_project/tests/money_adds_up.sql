with entries as (
    select
        business_id,
        payment_id,
        {{ total('case when kind <> \'failed\' then amount_minor end') }} as net_minor,
        {{ total('case when kind = \'refund\' then -amount_minor end') }} as refunded_minor,
        min(case when kind = 'refund' then coalesce(flag, '') end) as least_flag
    from {{ ref('fct_payments') }}
    where origin <> 'stripe'
    group by business_id, payment_id
),

-- What the newest record says is left: nothing while a bank has the money.
told as (
    select
        business_id,
        payment_id,
        amount_minor as paid_minor,
        case
            when status = 'disputed' then least(amount_minor - refunded_minor, 0)
            when status <> 'failed' then amount_minor - refunded_minor
        end as left_minor
    from {{ ref('int_payments_filed') }}
    where is_newest
),

customers as (
    select business_id, {{ total('net_minor') }} as of_customers
    from {{ ref('customer_values') }}
    group by business_id
),

payments as (
    select business_id, {{ total('reporting_minor') }} as of_payments
    from {{ ref('fct_payments') }}
    where kind <> 'failed'
    group by business_id
)

select business_id, payment_id as what, left_minor as expected, net_minor as found
from entries
inner join told using (business_id, payment_id)
where coalesce(net_minor <> left_minor, net_minor is not null or left_minor is not null)
    or (refunded_minor > paid_minor and least_flag = '')
union all
select business_id, 'all customers', of_payments, of_customers
from customers
full outer join payments using (business_id)
where coalesce(of_customers <> of_payments, of_customers is not null or of_payments is not null)
