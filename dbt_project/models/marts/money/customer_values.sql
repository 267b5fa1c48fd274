{% set ages = [30, 60, 90, 180, 365] %}

with payments as (select * from {{ ref('fct_payments') }} where kind <> 'failed'),

businesses as (select business_id, currency, as_of from {{ ref('stg_config__businesses') }}),

firsts as (select business_id, person_key, occurred_at as first_paid_at from payments where is_first),

aged as (
    select
        payments.*,
        firsts.first_paid_at,
        {{ epoch('payments.occurred_at') }} - {{ epoch('firsts.first_paid_at') }} as age
    from payments
    left join firsts using (business_id, person_key)
),

unconverted as (
    select
        business_id,
        person_key,
        currency || ' ' || cast(sum(amount_minor) as {{ dbt.type_string() }}) as amount
    from payments
    where reporting_minor is null
    group by business_id, person_key, currency
),

apart as (
    select business_id, person_key, {{ joined_texts('amount') }} as unconverted
    from unconverted
    group by business_id, person_key
),

summed as (
    select
        business_id,
        person_key,
        min(first_paid_at) as first_paid_at,
        min(case when is_first then local_date end) as first_paid_on,
        max(case when kind = 'payment' then local_date end) as last_paid_on,
        {{ tally("kind = 'payment'") }} as payments,
        {{ total("case when kind = 'payment' then reporting_minor end") }} as gross_minor,
        -{{ total("case when kind = 'refund' then reporting_minor else 0 end") }} as refunds_minor,
        -{{ total("case when kind like 'dispute%' then reporting_minor else 0 end") }} as disputes_minor,
        {{ total('reporting_minor') }} as net_minor,
        {%- for days in ages %}
        {{ total('case when age <= ' ~ days * 86400 ~ ' then reporting_minor end') }} as net_to_{{ days }},
        {%- endfor %}
        {{ tally('reporting_minor is null') }} as unconverted_entries
    from aged
    group by business_id, person_key
)

select
    summed.business_id,
    summed.person_key,
    businesses.currency,
    summed.first_paid_on,
    summed.last_paid_on,
    cast(floor(
        ({{ epoch('businesses.as_of') }} - {{ epoch('summed.first_paid_at') }}) / {{ 24 * 3600 }}e0
    ) as bigint) as age_days,
    summed.payments,
    summed.gross_minor,
    summed.refunds_minor,
    summed.disputes_minor,
    summed.net_minor,
    {%- for days in ages %}
    case
        when {{ epoch('businesses.as_of') }} - {{ epoch('summed.first_paid_at') }} >= {{ days * 86400 }}
            then summed.net_to_{{ days }}
    end as net_{{ days }},
    {%- endfor %}
    summed.unconverted_entries,
    apart.unconverted
from summed
inner join businesses using (business_id)
left join apart using (business_id, person_key)
