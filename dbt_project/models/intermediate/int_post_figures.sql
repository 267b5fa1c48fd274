with posts as (select * from {{ ref('int_posts_at_reports') }}),

sums as (
    select
        business_id,
        moment,
        platform,
        account_id,
        day,
        {{ tally('is_posted') }} as posts,
        {{ total('case when is_posted then engagement_7d end') }} as engagement_7d
    from posts
    group by business_id, moment, platform, account_id, day
)

select
    business_id,
    moment,
    'engagement_days' as mart,
    platform,
    account_id,
    day,
    'posts' as metric,
    1 as days_to_know,
    posts as value
from sums
union all
select
    business_id,
    moment,
    'post_performance' as mart,
    platform,
    account_id,
    day,
    'engagement_7d' as metric,
    8 as days_to_know,
    engagement_7d as value
from sums
where engagement_7d is not null
