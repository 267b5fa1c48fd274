with handles as (select * from {{ ref('int_account_handles') }}),

configured as (
    select distinct
        accounts.business_id,
        accounts.platform,
        coalesce(handles.named_id, accounts.account_id) as account_id,
        true as is_configured
    from {{ ref('stg_config__accounts') }} as accounts
    left join handles
        on handles.business_id = accounts.business_id
        and handles.platform = accounts.platform
        and handles.handle_key = {{ handle_key('accounts.account_id') }}
),

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
),

connected as (
    select
        business_id,
        source as platform,
        account_id,
        min(observed_at) as first_read_at,
        max(observed_at) as last_read_at
    from {{ ref('stg_sync__attempts') }}
    where status in ('ok', 'partial')
    group by business_id, source, account_id
),

named as (select * from {{ ref('int_accounts_named') }})

select
    business_id,
    platform,
    account_id,
    named.handle,
    named.name,
    coalesce(configured.is_configured, false) as is_configured,
    connected.first_read_at is not null as is_connected,
    named.followers,
    coalesce(seen.posts, 0) as posts,
    seen.first_posted_on,
    seen.last_posted_on,
    connected.first_read_at,
    connected.last_read_at
from configured
full join seen using (business_id, platform, account_id)
full join named using (business_id, platform, account_id)
full join connected using (business_id, platform, account_id)
