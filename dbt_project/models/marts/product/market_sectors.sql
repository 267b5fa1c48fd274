with sectors as (
    select *
    from {{ ref('int_assessment_figures') }}
    where dimension = 'industry' and value is not null
),

told as (
    select
        business_id,
        lower(industry) as industry_key,
        lower(concern_level) as word,
        case lower(concern_level)
            when 'low' then 1
            when 'medium' then 2
            when 'high' then 3
            else try_cast(concern_level as double)
        end as level
    from {{ ref('int_assessments') }}
),

concerns as (
    select
        business_id,
        industry_key,
        count(level) as concern_n,
        {%- for level in risk_levels() %}
        {{ tally("word = '" ~ level ~ "'") }} as {{ level }}_concern
        {{- ',' if not loop.last }}
        {%- endfor %}
    from told
    group by business_id, industry_key
),

levels as (
    select business_id, industry_key, level, count(*) as answers
    from told
    group by business_id, industry_key, level
),

points as (
    select business_id, industry_key, sum(level * answers) as points
    from levels
    group by business_id, industry_key
)

select
    sectors.business_id,
    sectors.value as industry,
    sectors.assessments,
    sectors.users,
    {{ safe_divide('sectors.assessments', 'sum(sectors.assessments) over (partition by sectors.business_id)') }} as share,
    {{ risk_mix() }}
    coalesce(concerns.concern_n, 0) as concern_n,
    {{ safe_divide('points.points', 'concerns.concern_n') }} as mean_concern,
    concerns.low_concern,
    concerns.medium_concern,
    concerns.high_concern,
    {{ conversion_of_matured() }}
from sectors
left join concerns
    on sectors.business_id = concerns.business_id
    and lower(sectors.value) = concerns.industry_key
left join points
    on sectors.business_id = points.business_id
    and lower(sectors.value) = points.industry_key
