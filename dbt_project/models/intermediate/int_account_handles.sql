with handles as (
    select
        business_id,
        platform,
        handle_key,
        account_id as named_id,
        max(observed_at) as last_seen_at
    from {{ ref('int_audience_unioned') }}
    where handle_key is not null
    group by business_id, platform, handle_key, account_id
)

select
    business_id,
    platform,
    handle_key,
    named_id
from handles
qualify row_number() over (
    partition by business_id, platform, handle_key
    order by last_seen_at desc nulls last, named_id nulls last
) = 1
