{{ view_or_table() }}

{% set columns %}
    business_id, payment_id, origin, customer_key, user_key, paid_at, amount_minor, currency, status,
    refunded_minor, refunded_at, product, processing_ms, opportunity_id,
    observed_at, landed_at, source_line, file_sha256
{% endset %}

with records as (
    select {{ columns }} from {{ ref('stg_payments__payments') }}
    union all
    select {{ columns }} from {{ ref('stg_imports__payments') }}
),

placed as (
    select
        *,
        {{ place_in(['business_id', 'payment_id']) }} as place,
        count(*) over (partition by business_id, payment_id) as records
    from records
)

select
    business_id,
    payment_id,
    place,
    place = records as is_newest,
    origin,
    customer_key,
    user_key,
    paid_at,
    amount_minor,
    currency,
    status,
    case
        when status = 'failed' then 0
        when status = 'refunded' then coalesce(refunded_minor, amount_minor)
        else coalesce(refunded_minor, 0)
    end as refunded_minor,
    refunded_at,
    product,
    processing_ms,
    opportunity_id,
    observed_at
from placed
