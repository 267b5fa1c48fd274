{{ config(materialized='table') }}

{% set of_account = 'partition by business_id, platform, account_id order by seen_at, is_of_day' %}

with snapshots as (
    select
        business_id,
        platform,
        account_id,
        observed_date as day,
        observed_at as seen_at,
        followers,
        false as is_of_day
    from {{ ref('int_audience_unioned') }}
    where followers is not null
),

totals as (
    select
        business_id,
        platform,
        account_id,
        day,
        cast(day as timestamp) + interval '1 day' as seen_at,
        followers,
        true as is_of_day
    from {{ ref('int_account_days_merged') }}
    where followers is not null
),

seen as (
    select * from snapshots
    union all
    select * from totals
),

compared as (
    select
        *,
        max(followers) over ({{ of_account }} rows between unbounded preceding and 1 preceding) as most_before
    from seen
)

select
    business_id,
    platform,
    account_id,
    day,
    seen_at,
    lead(seen_at) over ({{ of_account }}) as next_seen_at,
    followers,
    is_of_day
from compared
where followers > 0 or coalesce(most_before, 0) = 0
