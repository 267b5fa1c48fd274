with records as (select * from {{ source('sync', 'attempts') }}),

businesses as (
    select business_id, as_of from {{ ref('stg_config__businesses') }}
)

select
    business_id,
    records.source,
    records.account_id,
    records.stream,
    records.status,
    records.reason,
    records.failure,
    records.remarks,
    records.left as gaps,
    records.lost,
    records.rows as row_count,
    records.refused as rejected,
    records.calls,
    {{ safe_divide('records.cost_microusd', '1000000') }} as cost_usd,
    records.newest_data,
    records.due_at,
    records.dead_metrics,
    records.api_version,
    records.api_version_ends_on,
    records.token_expires_at,
    records.refresh_expires_at,
    records.sync_id,
    records.observed_at,
    records.landed_at
from records
inner join businesses using (business_id)
where {{ known_by('records', 'businesses.as_of') }}
