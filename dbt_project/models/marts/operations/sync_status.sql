with businesses as (select business_id, as_of, local_today from {{ ref('dim_businesses') }}),

inbox as (
    select
        business_id,
        source,
        'inbox' as account_id,
        max(case when status = 'landed' then landed_at end) as last_ok,
        max(case when status = 'landed' then newest_data end) as newest_data,
        {{ tally("status = 'landed'") }} as files,
        {{ total("case when status = 'landed' then row_count else 0 end") }} as row_count,
        coalesce({{ total('rejected') }}, 0) as rejected
    from {{ ref('stg_inbox__files') }}
    group by business_id, source
),

accounts as (select * from {{ ref('int_accounts_read') }}),

sources as (
    select business_id, source, account_id, last_ok, newest_data, files, row_count, rejected
    from inbox
    union all
    select
        business_id, source, account_id, last_ok, newest_data, cast(null as bigint) as files, row_count, rejected
    from accounts
)

select
    business_id,
    source,
    account_id,
    sources.last_ok,
    accounts.last_status,
    accounts.reason,
    accounts.failure,
    sources.newest_data,
    accounts.due,
    {{ hours_between('sources.newest_data', 'businesses.as_of') }} as lag_hours,
    sources.files,
    sources.row_count as rows,
    sources.rejected,
    accounts.gaps,
    accounts.lost,
    accounts.dead_metrics,
    accounts.calls,
    accounts.cost_usd,
    accounts.token_expires_on,
    {{ days_between('businesses.local_today', 'accounts.token_expires_on') }} as token_days_left,
    accounts.refresh_expires_on,
    {{ days_between('businesses.local_today', 'accounts.refresh_expires_on') }} as refresh_days_left,
    accounts.api_version,
    accounts.api_version_ends_on,
    {{ days_between('businesses.local_today', 'accounts.api_version_ends_on') }} as api_version_days_left
from sources
inner join businesses using (business_id)
left join accounts using (business_id, source, account_id)
