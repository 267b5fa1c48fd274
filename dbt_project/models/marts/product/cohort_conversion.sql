with cohorts as (select * from {{ ref('int_cohorts_configured') }}),

steps as (
    {%- for days in [1, 3, 7, 14, 30, 60, 90] %}
    select cast({{ days }} as bigint) as day_n{{ ' union all' if not loop.last }}
    {%- endfor %}
),

members as (select * from {{ ref('int_cohort_members') }}),

judged as (
    select
        members.business_id,
        members.cohort_id,
        members.period_number,
        steps.day_n,
        members.entered_at + steps.day_n * interval '1' day <= cohorts.as_of as is_matured,
        coalesce(members.converted_at <= members.entered_at + steps.day_n * interval '1' day, false)
            as is_converted
    from members
    inner join cohorts using (business_id, cohort_id)
    cross join steps
),

counts as (
    select
        business_id,
        cohort_id,
        period_number,
        day_n,
        count(*) as cohort_size,
        {{ tally('is_matured') }} as matured,
        {{ tally('is_matured and is_converted') }} as converted
    from judged
    group by grouping sets ((business_id, cohort_id, day_n, period_number), (business_id, cohort_id, day_n))
)

select
    counts.business_id,
    counts.cohort_id,
    {{ period_start(
        'cohorts.period', 'counts.period_number', 'cohorts.first_weekday', 'cohorts.hour_shift', 'cohorts.timezone'
    ) }} as cohort_start,
    counts.period_number,
    counts.day_n,
    cohorts.period,
    counts.cohort_size,
    counts.matured,
    counts.converted,
    {{ safe_divide('counts.converted', 'counts.matured') }} as rate,
    {{ wilson_low('counts.converted', 'counts.matured') }} as rate_low,
    {{ wilson_high('counts.converted', 'counts.matured') }} as rate_high
from counts
inner join cohorts using (business_id, cohort_id)
