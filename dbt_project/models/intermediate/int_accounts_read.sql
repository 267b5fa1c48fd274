{% set account = 'business_id, source, account_id' %}
{% set newest_first = 'order by observed_at desc, landed_at desc, stream nulls last, sync_id nulls last' %}

with businesses as (
    select business_id, cast(date_trunc('month', as_of) as date) as this_month
    from {{ ref('stg_config__businesses') }}
),

attempts as (
    select
        records.*,
        case records.status when 'failed' then 3 when 'skipped' then 2 when 'partial' then 1 else 0 end as severity,
        cast(date_trunc('month', records.observed_at) as date) = businesses.this_month as is_this_month
    from {{ ref('stg_sync__attempts') }} as records
    inner join businesses using (business_id)
),

totals as (
    select
        {{ account }},
        max(case when status = 'ok' then observed_at end) as last_ok,
        max(newest_data) as newest_data,
        {{ total('row_count') }} as row_count,
        {{ total('rejected') }} as rejected,
        {{ total('case when is_this_month then calls else 0 end') }} as calls,
        {{ rounded('sum(case when is_this_month then cost_usd else 0 end)') }} as cost_usd
    from attempts
    group by {{ account }}
),

newest as (
    select * from attempts
    qualify row_number() over (partition by {{ account }}, stream {{ newest_first }}) = 1
),

streams as (
    select
        {{ account }},
        min(due_at) as due,
        {{ joined_texts("stream || ': ' || gaps") }} as gaps,
        {{ joined_texts("stream || ': ' || lost") }} as lost
    from newest
    group by {{ account }}
),

worst as (
    select {{ account }}, status as last_status, reason, failure
    from newest
    qualify row_number() over (
        partition by {{ account }}
        order by severity desc nulls last, observed_at desc, stream nulls last
    ) = 1
),

credentials as (
    select
        {{ account }},
        dead_metrics,
        cast(token_expires_at as date) as token_expires_on,
        cast(refresh_expires_at as date) as refresh_expires_on,
        api_version,
        api_version_ends_on
    from attempts
    where calls > 0
    qualify row_number() over (partition by {{ account }} {{ newest_first }}) = 1
)

select
    {{ account }},
    totals.last_ok,
    worst.last_status,
    worst.reason,
    worst.failure,
    totals.newest_data,
    streams.due,
    totals.row_count,
    totals.rejected,
    streams.gaps,
    streams.lost,
    credentials.dead_metrics,
    totals.calls,
    totals.cost_usd,
    credentials.token_expires_on,
    credentials.refresh_expires_on,
    credentials.api_version,
    credentials.api_version_ends_on
from totals
inner join streams using ({{ account }})
inner join worst using ({{ account }})
left join credentials using ({{ account }})
