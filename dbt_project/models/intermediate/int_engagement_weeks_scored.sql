with settled as (
    select
        business_id,
        platform,
        week_start,
        ln(engagement_settled + 1) as level,
        row_number() over (partition by business_id, platform order by week_start) as place
    from {{ ref('int_engagement_weeks_summed') }}
    where is_settled and engagement_settled is not null
),

numbers as (select number from {{ count_to(12) }} as twelve),

history as (
    select
        settled.business_id,
        settled.platform,
        settled.week_start,
        settled.level,
        earlier.level as earlier_level
    from settled
    cross join numbers
    inner join settled as earlier
        on earlier.business_id = settled.business_id
        and earlier.platform = settled.platform
        and earlier.place = settled.place - numbers.number
),

centres as (
    select
        business_id,
        platform,
        week_start,
        max(level) as level,
        cast(count(*) as bigint) as weeks_before,
        {{ median('earlier_level') }} as centre
    from history
    group by business_id, platform, week_start
),

spreads as (
    select
        business_id,
        platform,
        week_start,
        {{ median('abs(history.earlier_level - centres.centre)') }} as deviation,
        greatest(max(exp(centres.centre) - 1), 1e0) as typical
    from history
    inner join centres using (business_id, platform, week_start)
    group by business_id, platform, week_start
)

select
    business_id,
    platform,
    week_start,
    weeks_before,
    case when weeks_before >= 8 then {{ robust_z('level', 'centre', 'deviation', 'typical') }} end as z
from centres
inner join spreads using (business_id, platform, week_start)
