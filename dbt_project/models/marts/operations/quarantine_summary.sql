with remarks as (
    select business_id, source, severity, field || ': ' || reason as reason, file_sha256, landed_at
    from {{ ref('stg_inbox__rejections') }}
    where not (severity = 'rejected' and field = 'file')
),

files as (
    select business_id, source, reason, file_sha256, landed_at, row_count
    from {{ ref('stg_inbox__files') }}
    where status = 'quarantined'
),

refusals as (
    select
        business_id,
        source,
        'rejected' as severity,
        stream || '.' || field || ': ' || reason as reason,
        sync_id as file_sha256,
        landed_at
    from {{ ref('stg_sync__refusals') }}
),

entries as (
    select business_id, source, severity, reason, file_sha256, landed_at, 1 as row_count from remarks
    union all
    select business_id, source, severity, reason, file_sha256, landed_at, 1 as row_count from refusals
    union all
    select business_id, source, 'file' as severity, reason, file_sha256, landed_at, row_count from files
)

select
    business_id,
    source,
    severity,
    reason,
    {{ total('row_count') }} as rows,
    cast(count(distinct file_sha256) as bigint) as files,
    min(landed_at) as first_seen,
    max(landed_at) as last_seen
from entries
group by business_id, source, severity, reason
