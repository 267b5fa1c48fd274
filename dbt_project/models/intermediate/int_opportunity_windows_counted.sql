with businesses as (select business_id, currency, local_today from {{ ref('dim_businesses') }}),

windows as (
    select window_days from {{ windows() }} as lengths
    union all
    select cast(null as bigint) as window_days
),

placed as (
    select
        dimensions.*,
        businesses.currency as home_currency,
        coalesce(windows.window_days, 0) as window_key,
        windows.window_days is null
        or {{ is_in_window('created_date', 'local_today', 'window_days') }} as is_inside
    from {{ ref('int_opportunity_dimensions') }} as dimensions
    inner join businesses using (business_id)
    cross join windows
)

select
    business_id,
    dimension,
    value,
    window_key,
    home_currency as currency,
    {{ tally('is_inside') }} as opportunities,
    {{ tally('is_inside and is_converted') }} as conversions,
    coalesce({{ total('case when is_inside and currency = home_currency then revenue_minor end') }}, 0)
        as revenue_minor,
    {{ median_hours('case when is_inside then response_hours end') }} as median_response_hours,
    {{ tally('is_inside and is_converted and currency <> home_currency') }} as conversions_in_other_currencies
from placed
group by business_id, dimension, value, window_key, home_currency
