with businesses as (select business_id, local_today from {{ ref('dim_businesses') }}),

windows as (select window_days from {{ windows() }} as lengths),

accounts as (
    select business_id, platform, {{ total('followers') }} as followers
    from {{ ref('dim_accounts') }}
    group by business_id, platform
),

placed as (
    select
        days.business_id,
        days.platform,
        windows.window_days,
        days.gained
    from {{ ref('account_days') }} as days
    inner join businesses using (business_id)
    cross join windows
    where {{ is_in_window('days.day', 'businesses.local_today', 'windows.window_days') }}
),

gains as (
    select
        business_id,
        platform,
        window_days,
        {{ total('gained') }} as followers_gained,
        cast(count(gained) as bigint) as follower_days
    from placed
    group by business_id, platform, window_days
)

select
    business_id,
    platform,
    window_days,
    accounts.followers,
    gains.followers_gained,
    coalesce(gains.follower_days, 0) as follower_days
from accounts
cross join windows
left join gains using (business_id, platform, window_days)
where accounts.followers is not null or gains.followers_gained is not null
