with businesses as (
    select
        business_id,
        currency as home_currency,
        week_starts,
        local_today,
        {{ week_of('local_today', 'week_starts') }} as this_week
    from {{ ref('dim_businesses') }}
),

placed as (
    select
        dimensions.*,
        dimensions.value as source,
        businesses.home_currency,
        businesses.local_today,
        businesses.this_week,
        {{ week_of('dimensions.created_date', 'businesses.week_starts') }} as week_start
    from {{ ref('int_opportunity_dimensions') }} as dimensions
    inner join businesses using (business_id)
    where dimensions.dimension in ('all', 'source')
),

spans as (
    select
        business_id,
        source,
        max(home_currency) as currency,
        max(local_today) as local_today,
        min(week_start) as first_week,
        greatest(max(week_start), max(this_week)) as last_week
    from placed
    group by business_id, source
),

weeks as (
    select *, {{ each_week('first_week', 'last_week') }} as week_start from spans
),

sums as (
    select
        business_id,
        source,
        week_start,
        cast(count(*) as bigint) as opportunities,
        {{ tally('is_converted') }} as conversions,
        {{ tally('is_answered') }} as responded,
        {{ total('case when currency = home_currency then revenue_minor end') }} as revenue_minor,
        {{ median_hours('response_hours') }} as median_response_hours
    from placed
    group by business_id, source, week_start
)

select
    business_id,
    source,
    week_start,
    coalesce(sums.opportunities, 0) as opportunities,
    coalesce(sums.conversions, 0) as conversions,
    coalesce(sums.responded, 0) as responded,
    coalesce(sums.revenue_minor, 0) as revenue_minor,
    weeks.currency,
    sums.median_response_hours,
    {{ elapsed_days('week_start', 'weeks.local_today') }} as days
from weeks
left join sums using (business_id, source, week_start)
