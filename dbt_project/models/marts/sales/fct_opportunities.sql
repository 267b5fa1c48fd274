with opportunities as (select * from {{ ref('int_opportunities_converted') }}),

businesses as (
    select business_id, conversion_window_days, as_of from {{ ref('stg_config__businesses') }}
),

timed as (
    select
        opportunities.*,
        {{ hours_between('opportunities.created_at', 'businesses.as_of') }}
            >= 24 * businesses.conversion_window_days as is_matured,
        {{ hours_between('opportunities.created_at', 'opportunities.responded_at') }} as hours_to_response,
        {{ hours_between('opportunities.created_at', 'opportunities.converted_at') }} as hours_to_convert
    from opportunities
    inner join businesses using (business_id)
)

select
    business_id,
    opportunity_id,
    source,
    type,
    campaign,
    status,
    created_at,
    created_date,
    {{ weekday_of('created_date') }} as created_weekday,
    created_hour,
    responded_at,
    converted_at,
    revenue_minor,
    currency,
    is_converted,
    is_matured,
    case when hours_to_response >= 0 then hours_to_response end as response_hours,
    case when hours_to_convert >= 0 then {{ safe_divide('hours_to_convert', '24') }} end as days_to_convert,
    subject_key,
    how_heard,
    has_zone
from timed
