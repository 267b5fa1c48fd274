with businesses as (
    select
        business_id,
        timezone,
        as_of,
        local_today,
        mod({{ weekday_of('local_today') }}, 7) as days_since_sunday,
        {{ local_hour('as_of', 'timezone') }} as local_hour
    from {{ ref('stg_config__businesses') }}
),

sundays as (
    select
        *,
        {{ days_before(
            'local_today',
            'days_since_sunday + case when days_since_sunday = 0 and local_hour < 18 then 7 else 0 end'
        ) }} as last_sunday
    from businesses
),

reports as (
    select business_id, timezone, 'last' as moment, last_sunday as local_day from sundays
    union all
    select business_id, timezone, 'before' as moment, {{ days_before('last_sunday', 7) }} as local_day
    from sundays
)

select
    business_id,
    moment,
    {{ utc_time("cast(local_day as timestamp) + interval '18 hour'", 'timezone') }} as known_at,
    local_day
from reports
union all
select business_id, 'now' as moment, as_of as known_at, local_today as local_day
from businesses
