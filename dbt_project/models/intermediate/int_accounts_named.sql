with snapshots as (
    select *, {{ place_in(['business_id', 'platform', 'account_id']) }} as place
    from {{ ref('int_audience_unioned') }}
),

names as (
    select
        business_id,
        platform,
        account_id,
        {{ newest_known('handle') }} as handle,
        {{ newest_known('name') }} as name
    from snapshots
    group by business_id, platform, account_id
),

totals as (
    select business_id, platform, account_id, followers
    from {{ ref('int_followers_seen') }}
    where next_seen_at is null
)

select
    business_id,
    platform,
    account_id,
    names.handle,
    names.name,
    totals.followers
from names
full join totals using (business_id, platform, account_id)
