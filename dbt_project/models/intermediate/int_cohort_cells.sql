with cohorts as (select * from {{ ref('int_cohorts_configured') }}),

members as (
    select
        members.*,
        cohorts.periods,
        least(coalesce(members.last_return_period - members.period_number, 0), cohorts.periods) as last_age
    from {{ ref('int_cohort_members') }} as members
    inner join cohorts using (business_id, cohort_id)
),

-- The first 62 ages are bits of one number for each member; only what lies beyond is counted one by one.
patterns as (
    select business_id, cohort_id, period_number, ages_on, count(*) as users_on
    from members
    where ages_on > 0
    group by business_id, cohort_id, period_number, ages_on
),

far_returns as (
    select distinct
        members.business_id,
        members.cohort_id,
        members.period_number,
        members.person_key,
        events.period_number - members.period_number as age
    from members
    inner join {{ ref('int_cohort_events') }} as events using (business_id, cohort_id, person_key)
    where members.periods > 62
        and events.is_return
        and events.period_number between members.period_number + 63 and members.period_number + members.periods
),

came_back as (
    select business_id, cohort_id, period_number, ages.number as age, {{ total('users_on') }} as users_on
    from patterns
    inner join {{ count_to(62) }} as ages on {{ has_age('patterns.ages_on', 'ages.number') }}
    group by business_id, cohort_id, period_number, ages.number
    union all
    select business_id, cohort_id, period_number, age, count(*) as users_on
    from far_returns
    group by business_id, cohort_id, period_number, age
),

leaving as (
    select business_id, cohort_id, period_number, last_age as age, count(*) as users_on
    from members
    group by business_id, cohort_id, period_number, last_age
),

sales as (
    select
        cohorts.business_id,
        cohorts.cohort_id,
        sales.person_key,
        {{ period_number(
            'cohorts.period', 'sales.local_date', 'sales.occurred_at',
            'cohorts.first_weekday', 'cohorts.hour_shift'
        ) }} as period_number,
        sales.value_minor
    from {{ ref('int_sales') }} as sales
    inner join cohorts using (business_id)
),

paying as (
    select
        members.business_id,
        members.cohort_id,
        members.period_number,
        sales.period_number - members.period_number as age,
        {{ total('sales.value_minor') }} as value_minor
    from members
    inner join sales using (business_id, cohort_id, person_key)
    where sales.period_number >= members.period_number
        and sales.period_number <= members.period_number + members.periods
    group by members.business_id, members.cohort_id, members.period_number, age
),

sold as (select distinct business_id, true as has_sales from {{ ref('int_sales') }}),

sizes as (
    select business_id, cohort_id, period_number, count(*) as cohort_size
    from members
    group by business_id, cohort_id, period_number
),

ages as (
    select
        sizes.*,
        numbers.number - 1 as age,
        sizes.period_number + numbers.number - 1 < cohorts.running_period as is_complete
    from sizes
    inner join cohorts using (business_id, cohort_id)
    inner join {{ count_to(367) }} as numbers on numbers.number <= cohorts.periods + 1
)

select
    ages.business_id,
    ages.cohort_id,
    ages.period_number,
    ages.age,
    ages.cohort_size,
    case when ages.age = 0 then ages.cohort_size else coalesce(came_back.users_on, 0) end as users_on,
    cast(sum(coalesce(leaving.users_on, 0)) over (
        partition by ages.business_id, ages.cohort_id, ages.period_number order by ages.age desc nulls last
    ) as bigint) as users_on_or_later,
    case when sold.has_sales then coalesce(paying.value_minor, 0) end as value_minor,
    ages.is_complete
from ages
left join came_back using (business_id, cohort_id, period_number, age)
left join leaving using (business_id, cohort_id, period_number, age)
left join paying using (business_id, cohort_id, period_number, age)
left join sold using (business_id)
