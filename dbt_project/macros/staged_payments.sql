{% macro staged_payments(records, origin) -%}
{{ with_known_records(records) }}

select
    business_id,
    payment_id,
    '{{ origin }}' as origin,
    customer_key,
    user_key,
    paid_at,
    {{ local_date('paid_at', 'timezone') }} as paid_date,
    amount_minor,
    currency,
    status,
    refunded_minor,
    refunded_at,
    {{ local_date('refunded_at', 'timezone') }} as refunded_date,
    product,
    processing_ms,
    opportunity_id,
    has_zone,
    observed_at,
    landed_at,
    source_line,
    file_sha256
from known
{%- endmacro %}
