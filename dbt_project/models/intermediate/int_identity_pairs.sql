{{ config(materialized='table') }}

with records as (
    select business_id, user_key, customer_key, email_key, handle_key, 'identities' as evidence, landed_at
    from {{ ref('stg_events__identities') }}
    union all
    {%- for origin in ['payments', 'imports'] %}
    select business_id, user_key, customer_key, null, null, 'payment', landed_at
    from {{ ref('stg_' ~ origin ~ '__payments') }}
    union all
    {%- endfor %}
    select business_id, null, customer_key, email_key, null, 'stripe', landed_at
    from {{ ref('stg_stripe__customers') }}
),

-- Each of these kinds has one of the other kind, or the link says nothing.
told as (
    {%- for kind, other in [
        ('user', 'email'), ('user', 'customer'), ('customer', 'email'), ('handle', 'email'), ('handle', 'user'),
        ('handle', 'customer'),
    ] %}
    select
        business_id, '{{ kind }}' as kind, {{ kind }}_key as subject_key, '{{ other }}' as other_kind,
        {{ other }}_key as other_key, evidence, landed_at as seen_at
    from records
    where {{ kind }}_key <> {{ other }}_key
    union all
    {%- endfor %}
    select business_id, kind, subject_key, 'user', user_key, 'event', first_seen_at
    from {{ ref('int_event_identities') }}
),

pairs as (
    select business_id, kind, subject_key, other_kind, other_key, evidence, min(seen_at) as first_seen_at
    from told
    group by business_id, kind, subject_key, other_kind, other_key, evidence
)

select
    pairs.*,
    min(other_key) over (partition by business_id, kind, subject_key, other_kind)
        <> max(other_key) over (partition by business_id, kind, subject_key, other_kind) as is_ambiguous
from pairs
