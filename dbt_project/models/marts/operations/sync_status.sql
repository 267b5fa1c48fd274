with files as (select * from {{ ref('stg_inbox__files') }}),

businesses as (select business_id, as_of from {{ ref('dim_businesses') }}),

sources as (
    select
        business_id,
        source,
        max(case when status = 'landed' then landed_at end) as last_ok,
        max(case when status = 'landed' then newest_data end) as newest_data,
        {{ tally("status = 'landed'") }} as files,
        {{ total("case when status = 'landed' then row_count else 0 end") }} as row_count,
        coalesce({{ total('rejected') }}, 0) as rejected
    from files
    group by business_id, source
)

select
    business_id,
    sources.source,
    'inbox' as account_id,
    sources.last_ok,
    sources.newest_data,
    cast(null as timestamp) as due,
    {{ hours_between('sources.newest_data', 'businesses.as_of') }} as lag_hours,
    sources.files,
    sources.row_count as rows,
    sources.rejected,
    cast(null as date) as token_expires_on,
    cast(null as date) as api_version_ends_on
from sources
inner join businesses using (business_id)
