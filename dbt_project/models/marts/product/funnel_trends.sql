{% set cell = 'business_id, funnel_id, period, period_number' %}

with funnels as (select * from {{ ref('int_funnels_configured') }}),

periods as (
    {%- for name in ['hour', 'day', 'week', 'month'] %}
    select
        *,
        '{{ name }}' as period,
        {%- if name == 'hour' %}
        {{ days_before('local_today', 6) }} as first_day,
        {%- else %}
        date '1970-01-01' as first_day,
        {%- endif %}
        {{ period_number("'" ~ name ~ "'", 'local_today', 'as_of', 'first_weekday', 'hour_shift') }} as running
    from funnels
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

units as (
    select
        business_id,
        funnel_id,
        runs.unit_key,
        periods.period,
        case
            when periods.period = 'hour' then {{ hour_of('runs.entered', 'periods.hour_shift') }}
            else {{ period_number(
                'periods.period', 'runs.local_date', 'periods.as_of', 'periods.first_weekday', 'periods.hour_shift'
            ) }}
        end as period_number,
        max(runs.reached) = max(periods.places) as is_completed
    from {{ ref('int_funnel_runs') }} as runs
    inner join periods using (business_id, funnel_id)
    where runs.local_date >= periods.first_day
    group by 1, 2, 3, 4, 5
),

counted as (
    select {{ cell }}, cast(count(*) as bigint) as entered, {{ tally('is_completed') }} as completed
    from units
    group by {{ cell }}
),

spans as (
    select business_id, funnel_id, period, min(period_number) as first_number, max(period_number) as last_number
    from counted
    group by business_id, funnel_id, period
),

calendar as (
    select
        periods.*,
        spans.first_number + numbers.number - 1 as period_number,
        case
            when period = 'hour'
                then (3600 * (spans.first_number + numbers.number) - periods.hour_shift) * 2048000000
            else {{ moment_of(utc_time(
                period_start(
                    'period', '(spans.first_number + numbers.number)', 'periods.first_weekday', 'periods.hour_shift',
                    'periods.timezone'
                ),
                'periods.timezone'
            )) }}
        end as ends
    from spans
    inner join periods using (business_id, funnel_id, period)
    inner join {{ count_to(10000) }} as numbers
        on numbers.number <= greatest(spans.last_number, periods.running) - spans.first_number + 1
)

select
    business_id,
    funnel_id,
    period,
    period_number,
    {{ period_start('period', 'period_number', 'first_weekday', 'hour_shift', 'timezone') }} as period_start,
    calendar.timezone,
    coalesce(counted.entered, 0) as entered,
    coalesce(counted.completed, 0) as completed,
    {{ safe_divide('counted.completed', 'counted.entered') }} as rate,
    {{ wilson_low('counted.completed', 'counted.entered') }} as rate_low,
    {{ wilson_high('counted.completed', 'counted.entered') }} as rate_high,
    least(least(calendar.ends, calendar.last_entry) + calendar.span, calendar.last_moment)
        <= {{ moment_of('calendar.as_of') }} as is_complete
from calendar
left join counted using ({{ cell }})
