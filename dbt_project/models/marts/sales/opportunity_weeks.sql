{% set of_source = 'over (partition by business_id, source order by week_start)' %}

with weeks as (
    select
        *,
        case when days = 7 then lag(opportunities) {{ of_source }} end as base
    from {{ ref('int_opportunity_weeks_summed') }}
)

select
    business_id,
    source,
    week_start,
    {{ days_before('week_start', '-6') }} as week_end,
    opportunities,
    conversions,
    {{ safe_divide('conversions', 'opportunities') }} as conversion_rate,
    {{ wilson_low('conversions', 'opportunities') }} as rate_low,
    {{ wilson_high('conversions', 'opportunities') }} as rate_high,
    responded,
    revenue_minor,
    currency,
    median_response_hours,
    opportunities - base as change,
    {{ percent_change('opportunities', 'base') }} as change_pct,
    days,
    days = 7 as is_complete
from weeks
