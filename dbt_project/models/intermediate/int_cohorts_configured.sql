with cohorts as (select * from {{ ref('stg_config__cohorts') }}),

businesses as (select * from {{ ref('stg_config__businesses') }}),

placed as (
    select
        cohorts.*,
        businesses.timezone,
        businesses.currency,
        businesses.as_of,
        businesses.local_today,
        {{ first_weekday('businesses.week_starts') }} as first_weekday,
        {{ hour_shift('businesses.timezone') }} as hour_shift
    from cohorts
    inner join businesses using (business_id)
)

select
    business_id,
    cohort_id,
    entry_event,
    return_event,
    period,
    kind,
    periods,
    timezone,
    currency,
    first_weekday,
    hour_shift,
    as_of,
    {{ period_number('period', 'local_today', 'as_of', 'first_weekday', 'hour_shift') }} as running_period
from placed
