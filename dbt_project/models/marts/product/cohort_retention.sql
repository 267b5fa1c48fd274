with cohorts as (select * from {{ ref('int_cohorts_configured') }}),

by_cohort as (select * from {{ ref('int_cohort_cells') }}),

averages as (
    select
        business_id,
        cohort_id,
        cast(null as bigint) as period_number,
        age,
        {{ total('cohort_size') }} as cohort_size,
        {{ total('users_on') }} as users_on,
        {{ total('users_on_or_later') }} as users_on_or_later,
        {{ total('value_minor') }} as value_minor,
        true as is_complete
    from by_cohort
    where is_complete
    group by business_id, cohort_id, age
),

cells as (
    select * from by_cohort
    union all
    select * from averages
)

select
    cells.business_id,
    cells.cohort_id,
    {{ period_start(
        'cohorts.period', 'cells.period_number', 'cohorts.first_weekday', 'cohorts.hour_shift', 'cohorts.timezone'
    ) }} as cohort_start,
    cells.period_number,
    cells.age,
    cohorts.period,
    cells.cohort_size,
    cells.users_on,
    cells.users_on_or_later,
    cells.value_minor,
    cohorts.currency,
    case when cells.is_complete then {{ safe_divide('cells.users_on', 'cells.cohort_size') }} end as rate,
    case when cells.is_complete then {{ wilson_low('cells.users_on', 'cells.cohort_size') }} end as rate_low,
    case when cells.is_complete then {{ wilson_high('cells.users_on', 'cells.cohort_size') }} end as rate_high,
    case when cells.is_complete then {{ safe_divide('cells.users_on_or_later', 'cells.cohort_size') }} end
        as rate_on_or_later,
    cells.is_complete
from cells
inner join cohorts using (business_id, cohort_id)
