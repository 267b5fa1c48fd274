{{ config(materialized='table') }}

with businesses as (
    select business_id, as_of, conversion_window_days * interval '1' day as conversion_window
    from {{ ref('stg_config__businesses') }}
),

spelled as (
    select
        *,
        lower(country) as country_key,
        lower(region) as region_key,
        lower(value) as value_key
    from {{ ref('int_assessment_people') }}
),

spelling_counts as (
    select business_id, dimension, value_key, value, {{ total('assessments') }} as assessments
    from spelled
    group by business_id, dimension, value_key, value
),

spellings as (
    select *
    from spelling_counts
    qualify row_number() over (
        partition by business_id, dimension, value_key order by assessments desc nulls last, value nulls last
    ) = 1
),

people as (
    select
        business_id,
        dimension,
        country_key,
        region_key,
        value_key,
        person_key,
        {{ total('assessments') }} as assessments,
        {%- for level in risk_levels() %}
        {{ total(level ~ '_risk') }} as {{ level }}_risk,
        {%- endfor %}
        min(first_at) as first_at,
        min(paid_at) as paid_at
    from spelled
    group by business_id, dimension, country_key, region_key, value_key, person_key
),

judged as (
    select
        people.*,
        people.first_at + businesses.conversion_window <= businesses.as_of as is_matured,
        coalesce(people.paid_at <= people.first_at + businesses.conversion_window, false) as is_converted
    from people
    inner join businesses using (business_id)
),

things as (
    select
        business_id,
        dimension,
        country_key,
        region_key,
        value_key,
        {{ total('assessments') }} as assessments,
        count(*) as users,
        {%- for level in risk_levels() %}
        {{ total(level ~ '_risk') }} as {{ level }}_risk,
        {%- endfor %}
        {{ tally('is_matured') }} as matured,
        {{ tally('is_matured and is_converted') }} as converted
    from judged
    group by business_id, dimension, country_key, region_key, value_key
)

select
    things.business_id,
    things.dimension,
    countries.value as country,
    regions.value as region,
    own.value,
    things.assessments,
    things.users,
    {%- for level in risk_levels() %}
    things.{{ level }}_risk,
    {%- endfor %}
    things.matured,
    things.converted
from things
left join spellings as own
    on things.business_id = own.business_id
    and things.dimension = own.dimension
    and things.value_key = own.value_key
left join spellings as countries
    on things.business_id = countries.business_id
    and countries.dimension = 'country'
    and things.country_key = countries.value_key
left join spellings as regions
    on things.business_id = regions.business_id
    and regions.dimension = 'region'
    and things.region_key = regions.value_key
