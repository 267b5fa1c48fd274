{% set account_day = 'business_id, platform, account_id, day' %}

with told as (select * from {{ ref('int_account_days_merged') }}),

totals as (
    select {{ account_day }}, followers from {{ ref('int_followers_seen') }} where is_of_day
),

snapshots as (
    select {{ account_day }}, followers
    from {{ ref('int_followers_seen') }}
    where not is_of_day
    qualify row_number() over (partition by {{ account_day }} order by seen_at desc) = 1
),

placed as (
    select
        business_id,
        platform,
        account_id,
        observed_date as day,
        following,
        {{ place_in(['business_id', 'platform', 'account_id', 'observed_date']) }} as place
    from {{ ref('int_audience_unioned') }}
),

audiences as (
    select {{ account_day }}, {{ newest_known('following') }} as following
    from placed
    group by {{ account_day }}
),

days as (
    select {{ account_day }} from told
    union
    select {{ account_day }} from audiences
)

select
    {{ account_day }},
    told.day_boundary,
    audiences.following,
    coalesce(totals.followers, snapshots.followers) as followers,
    {%- for metric in account_day_metrics() if metric != 'followers' %}
    told.{{ metric }}{{ ',' if not loop.last }}
    {%- endfor %}
from days
left join told using ({{ account_day }})
left join totals using ({{ account_day }})
left join snapshots using ({{ account_day }})
left join audiences using ({{ account_day }})
