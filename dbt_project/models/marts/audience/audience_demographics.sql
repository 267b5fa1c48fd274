{% set columns %}
    business_id, platform, account_id, dimension, value, label, followers, share, observed_date, observed_at,
    landed_at, source_line, file_sha256
{% endset %}
{% set of_day = 'partition by business_id, platform, account_id, dimension, observed_date' %}

with records as ({{ of_all_platforms('demographics', columns) }}
),

last_of_day as (
    select * from records qualify dense_rank() over ({{ of_day }} order by observed_at desc) = 1
),

newest as (
    select * from last_of_day
    qualify {{ newest_of(['business_id', 'platform', 'account_id', 'dimension', 'observed_date', 'value']) }}
),

audiences as (
    select business_id, platform, account_id, day as observed_date, followers as followers_of_all
    from {{ ref('account_days') }}
)

select
    business_id,
    platform,
    account_id,
    observed_date as observed_on,
    newest.dimension,
    newest.value,
    newest.label,
    newest.followers,
    coalesce(
        {{ rounded('newest.share') }},
        {{ safe_divide('newest.followers', 'audiences.followers_of_all') }}
    ) as share
from newest
left join audiences using (business_id, platform, account_id, observed_date)
