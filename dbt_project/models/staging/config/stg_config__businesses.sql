with builds as (select as_of from {{ ref('stg_config__build') }}),

records as (select * from {{ source('config', 'businesses') }}),

known as (
    select records.*, builds.as_of
    from records
    cross join builds
    where {{ known_by('records', 'builds.as_of') }}
),

newest_configuration as (
    select * from known qualify dense_rank() over (order by landed_at desc, file_sha256 desc) = 1
)

select
    business_id,
    name,
    timezone,
    currency,
    week_starts,
    conversion_window_days,
    is_demonstration,
    file_sha256,
    as_of,
    {{ local_date('as_of', 'timezone') }} as local_today
from newest_configuration
