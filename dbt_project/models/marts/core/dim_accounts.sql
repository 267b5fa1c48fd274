with configured as (select *, true as is_configured from {{ ref('stg_config__accounts') }}),

seen as (
    select
        business_id,
        platform,
        account_id,
        cast(count(*) as bigint) as posts,
        min(posted_date) as first_posted_on,
        max(posted_date) as last_posted_on
    from {{ ref('dim_posts') }}
    where account_id is not null and status = 'posted'
    group by business_id, platform, account_id
)

select
    business_id,
    platform,
    account_id,
    coalesce(configured.is_configured, false) as is_configured,
    coalesce(seen.posts, 0) as posts,
    seen.first_posted_on,
    seen.last_posted_on
from configured
full join seen using (business_id, platform, account_id)
