{{ config(materialized='table') }}

with told as (
    select *, {{ place_of_day_in(['business_id', 'platform', 'account_id', 'day']) }} as place
    from {{ ref('int_account_days_unioned') }}
)

select
    business_id,
    platform,
    account_id,
    day,
    case
        when min(day_boundary) = max(day_boundary) then min(day_boundary)
        else min(day_boundary) || ', ' || max(day_boundary)
    end as day_boundary,
    {%- for metric in account_day_metrics() %}
    {{ newest_known(metric) }} as {{ metric }}{{ ',' if not loop.last }}
    {%- endfor %}
from told
group by business_id, platform, account_id, day
