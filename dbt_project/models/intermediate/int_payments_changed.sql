{% set of_payment = 'over (partition by business_id, payment_id order by place nulls last' %}

with records as (select * from {{ ref('int_payments_filed') }}),

newest as (select * from records where is_newest),

-- What had been given back and what lay with a bank at each record; a newer smaller figure is a correction.
levels as (
    select
        business_id,
        payment_id,
        records.place,
        records.observed_at,
        least(records.refunded_minor, newest.refunded_minor) as refunded_minor,
        case when records.refunded_minor >= newest.refunded_minor
            then coalesce(newest.refunded_at, records.refunded_at) else records.refunded_at
        end as refunded_at,
        case when records.status = 'disputed' and newest.status <> 'failed'
            then greatest(newest.amount_minor - least(records.refunded_minor, newest.refunded_minor), 0) else 0
        end as disputed_minor,
        newest.currency
    from records
    inner join newest using (business_id, payment_id)
),

steps as (
    select
        *,
        coalesce(max(refunded_minor) {{ of_payment }} rows between unbounded preceding and 1 preceding), 0)
            as refunded_before,
        coalesce(lag(disputed_minor) {{ of_payment }}), 0) as disputed_before
    from levels
),

entries as (
    select
        *,
        'refund' as kind,
        coalesce(refunded_at, observed_at) as occurred_at,
        refunded_before - refunded_minor as amount_minor
    from steps
    where refunded_minor > refunded_before
    union all
    select
        *,
        case when disputed_minor > disputed_before then 'dispute' else 'dispute_reversal' end as kind,
        observed_at as occurred_at,
        disputed_before - disputed_minor as amount_minor
    from steps
    where disputed_minor <> disputed_before
)

select
    business_id,
    payment_id,
    payment_id || ':' || kind || ':' || cast(place as {{ dbt.type_string() }}) as entry_id,
    kind,
    occurred_at,
    amount_minor,
    currency
from entries
