with records as (select * from {{ source('inbox', 'files') }}),

builds as (select as_of from {{ ref('stg_config__build') }})

select
    records.business_id,
    records.source,
    records.stream,
    records.status,
    records.reason,
    records.rows as row_count,
    records.rejected,
    records.notices,
    records.newest_data,
    records.landed_at,
    records.source_file,
    records.file_sha256
from records
cross join builds
where {{ known_by('records', 'builds.as_of') }}
