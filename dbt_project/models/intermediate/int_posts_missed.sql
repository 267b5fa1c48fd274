with seen as (
    select
        business_id,
        platform,
        post_id,
        observed_at,
        observed_date,
        is_missing,
        max(case when not is_missing then observed_at end)
            over (partition by business_id, platform, post_id) as last_present_at
    from {{ ref('int_posts_unioned') }}
    where is_from_platform
),

absences as (
    select
        business_id,
        platform,
        post_id,
        case
            when is_missing and (last_present_at is null or observed_at > last_present_at) then observed_at
        end as missed_at,
        observed_date
    from seen
),

counted as (
    select
        business_id,
        platform,
        post_id,
        count(distinct missed_at) as misses,
        count(distinct cast(missed_at as date)) as missed_days,
        min(case when missed_at is not null then observed_date end) as first_missed_on
    from absences
    group by business_id, platform, post_id
)

select
    business_id,
    platform,
    post_id,
    misses >= 3 and missed_days >= 2 as is_deleted,
    case when misses >= 3 and missed_days >= 2 then first_missed_on end as deleted_on
from counted
