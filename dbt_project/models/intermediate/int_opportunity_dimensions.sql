{{ config(materialized='table') }}

{% set values = {
    'all': "'all'",
    'source': "source",
    'type': "coalesce(type, '(none)')",
    'campaign': "coalesce(campaign, '(none)')",
    'source_type': "source || ' / ' || coalesce(type, '(none)')",
} %}

with opportunities as (select * from {{ ref('fct_opportunities') }})

{% for dimension, value in values.items() %}
select
    business_id,
    '{{ dimension }}' as dimension,
    {{ value }} as value,
    created_date,
    responded_at is not null as is_answered,
    is_converted,
    revenue_minor,
    currency,
    response_hours
from opportunities
{{ 'union all' if not loop.last }}
{% endfor %}
