select
    business_id,
    funnel_id,
    cast(period_start as date) as week_start,
    timezone,
    entered,
    completed,
    rate,
    rate_low,
    rate_high,
    is_complete
from {{ ref('funnel_trends') }}
where period = 'week'
