{% set of_platform = 'over (partition by business_id, platform order by week_start)' %}

with weeks as (
    select
        *,
        case
            when is_settled and lag(is_settled) {{ of_platform }}
                then lag(engagement_settled) {{ of_platform }}
        end as base
    from {{ ref('int_engagement_weeks_summed') }}
),

scores as (select * from {{ ref('int_engagement_weeks_scored') }})

select
    business_id,
    platform,
    week_start,
    {{ days_before('week_start', '-6') }} as week_end,
    weeks.posts,
    {%- for metric in summed_metrics() %}
    weeks.{{ metric }},
    {%- endfor %}
    weeks.engagement_rate,
    weeks.engagement_rate_n,
    weeks.days = 7 as is_complete,
    weeks.is_settled,
    weeks.engagement_settled,
    weeks.engagement_settled - weeks.base as change,
    {{ percent_change('weeks.engagement_settled', 'weeks.base') }} as change_pct,
    scores.z,
    weeks.days
from weeks
left join scores using (business_id, platform, week_start)
