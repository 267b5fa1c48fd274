with businesses as (select business_id, currency from {{ ref('stg_config__businesses') }}),

payments as (select * from {{ ref('fct_payments') }} where kind <> 'failed'),

sellers as (select distinct business_id, true as has_payments from payments),

clicks as (
    select * from {{ ref('fct_events') }} where event = 'paid_upgrade_clicked' and not is_bot
)

select
    business_id,
    person_key,
    occurred_at,
    local_date,
    kind = 'payment' as is_purchase,
    reporting_minor as value_minor
from payments
union all
select
    clicks.business_id,
    clicks.person_key,
    clicks.occurred_at,
    clicks.local_date,
    true as is_purchase,
    case when clicks.currency = businesses.currency then clicks.value_minor end as value_minor
from clicks
inner join businesses using (business_id)
left join sellers using (business_id)
where sellers.has_payments is null
