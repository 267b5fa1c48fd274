with records as (select * from {{ source('inbox', 'rejections') }}),

builds as (select as_of from {{ ref('stg_config__build') }})

select
    records.business_id,
    records.source,
    records.stream,
    records.severity,
    records.field,
    records.reason,
    records.source_file,
    records.source_line,
    records.file_sha256,
    records.landed_at
from records
cross join builds
where {{ known_by('records', 'builds.as_of') }}
