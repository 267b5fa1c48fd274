{% set told = [
    'job_title', 'industry', 'risk_level', 'concern_level', 'age_group', 'age', 'gender', 'device', 'country', 'region', 'city'
] | join(', ') %}

with assessments as (select * from {{ ref('int_assessments') }}),

paid as (
    select assessments.business_id, assessments.event_id, min(sales.occurred_at) as paid_at
    from assessments
    inner join {{ ref('int_sales') }} as sales using (business_id, person_key)
    where sales.is_purchase and sales.occurred_at >= assessments.occurred_at
    group by assessments.business_id, assessments.event_id
),

-- People tell the same again and again: what is the same is counted once for all dimensions.
outcomes as (
    select
        business_id,
        person_key,
        {{ told }},
        lower(risk_level) as risk,
        count(*) as assessments,
        min(occurred_at) as first_at,
        min(paid_at) as paid_at
    from assessments
    left join paid using (business_id, event_id)
    group by business_id, person_key, {{ told }}
),

valued as (
    {%- for dimension, value in assessed_dimensions().items() %}
    select
        business_id,
        '{{ dimension }}' as dimension,
        {{ 'country' if dimension in ('region', 'city') else 'cast(null as string)' }} as country,
        {{ 'region' if dimension == 'city' else 'cast(null as string)' }} as region,
        {{ value }} as value,
        person_key,
        risk,
        assessments,
        first_at,
        paid_at
    from outcomes
    {{- ' union all' if not loop.last }}
    {%- endfor %}
)

select
    business_id,
    dimension,
    country,
    region,
    value,
    person_key,
    {{ total('assessments') }} as assessments,
    {%- for level in risk_levels() %}
    coalesce({{ total("case when risk = '" ~ level ~ "' then assessments end") }}, 0) as {{ level }}_risk,
    {%- endfor %}
    min(first_at) as first_at,
    min(paid_at) as paid_at
from valued
group by business_id, dimension, country, region, value, person_key
