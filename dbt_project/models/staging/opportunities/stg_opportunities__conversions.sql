with records as (select * from {{ source('opportunities', 'conversions') }}),

builds as (select as_of from {{ ref('stg_config__build') }}),

known as (
    select records.*
    from records
    cross join builds
    where {{ known_by('records', 'builds.as_of') }}
)

select
    business_id,
    opportunity_id,
    converted_at,
    has_zone,
    revenue_minor,
    currency,
    observed_at,
    landed_at,
    source_line,
    file_sha256
from known
qualify {{ newest_of(['business_id', 'opportunity_id']) }}
