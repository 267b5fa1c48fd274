{% set told = account_day_metrics() | reject('in', ['followers', 'followers_gained', 'follows', 'unfollows']) %}
{% set of_account = 'over (partition by business_id, platform, account_id order by day)' %}

with known as (
    select
        *,
        lag(day) {{ of_account }} as day_before,
        lag(followers) {{ of_account }} as followers_before
    from {{ ref('int_account_days_with_audience') }}
),

businesses as (select business_id, timezone, local_today from {{ ref('dim_businesses') }}),

published as (
    select business_id, platform, account_id, posted_date as day, cast(count(*) as bigint) as posts
    from {{ ref('dim_posts') }}
    where status = 'posted'
    group by business_id, platform, account_id, posted_date
),

weighed as (
    select
        known.*,
        businesses.timezone,
        {{ is_unsettled('known.day', 'businesses.local_today') }} as is_provisional,
        coalesce(nullif(known.views, 0), nullif(known.impressions, 0)) as denominator_n,
        {%- for part in engagement_parts() %}
        case when coalesce(own.{{ part }}, usual.{{ part }}) = 0 then 0 else known.{{ part }} end as counted_{{ part }},
        {%- endfor %}
        case when {{ days_between('known.day_before', 'known.day') }} = 1 then known.followers_before end as base
    from known
    inner join businesses using (business_id)
    {{ with_engagement_parts('known') }}
    {{ with_platform_facts('known') }}
),

measured as (
    select
        *,
        counted_likes + counted_comments + counted_shares + counted_saves as engagement,
        case
            when followers_gained is not null then 'platform'
            when follows - unfollows is not null then 'follows'
            when followers - base is not null then 'followers'
        end as gained_from,
        coalesce(followers_gained, follows - unfollows, followers - base) as gained
    from weighed
)

select
    business_id,
    platform,
    account_id,
    day,
    measured.followers,
    measured.gained,
    measured.gained_from,
    measured.follows,
    measured.unfollows,
    case when measured.base >= 10 then {{ safe_divide('measured.gained', 'measured.base') }} end as growth_rate,
    measured.following,
    coalesce(published.posts, 0) as posts,
    {%- for metric in told %}
    measured.{{ metric }},
    {%- endfor %}
    measured.engagement,
    {{ safe_divide('measured.engagement', 'measured.denominator_n') }} as engagement_rate,
    case when measured.engagement is not null then measured.denominator_n end as engagement_rate_n,
    coalesce(measured.day_boundary, measured.timezone) as day_boundary,
    measured.is_provisional
from measured
left join published using (business_id, platform, account_id, day)
