{% set longest_age = 7 %}

with entries as (select * from {{ ref('int_payment_entries') }}),

rates as (select * from {{ ref('stg_payments__rates') }} where rate > 0),

needed as (
    select distinct business_id, currency, reporting_currency, local_date
    from entries
    where currency <> reporting_currency
),

quoted as (
    select business_id, day, from_currency as currency, to_currency as reporting_currency, rate, 0 as is_inverse
    from rates
    union all
    select business_id, day, to_currency, from_currency, rate, 1
    from rates
)

select
    needed.business_id,
    needed.currency,
    needed.local_date,
    quoted.day as rate_day,
    quoted.is_inverse = 1 as is_inverse,
    quoted.rate,
    cast(reporting.minor_units as double) as reporting_units,
    cast(paid.minor_units as double) as paid_units
from needed
inner join quoted
    on needed.business_id = quoted.business_id
    and needed.currency = quoted.currency
    and needed.reporting_currency = quoted.reporting_currency
    and quoted.day <= needed.local_date
    and quoted.day >= {{ days_before('needed.local_date', longest_age) }}
inner join {{ ref('currency_exponents') }} as paid on needed.currency = paid.currency
inner join {{ ref('currency_exponents') }} as reporting on needed.reporting_currency = reporting.currency
qualify row_number() over (
    partition by needed.business_id, needed.currency, needed.local_date
    order by quoted.day desc nulls last, quoted.is_inverse nulls last
) = 1
