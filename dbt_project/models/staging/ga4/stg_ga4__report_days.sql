with records as (select * from {{ source('ga4', 'report_days') }}),

businesses as (
    select business_id, as_of from {{ ref('stg_config__businesses') }}
),

readings as (
    select
        records.*,
        rank() over (
            partition by records.business_id, records.account_id, records.report, records.day
            order by records.observed_at desc nulls last, records.sync_id desc nulls last
        ) as reading
    from records
    inner join businesses using (business_id)
    where {{ known_by('records', 'businesses.as_of') }}
)

select distinct
    business_id,
    account_id as property_id,
    report,
    day,
    source,
    medium,
    campaign,
    event,
    country,
    device,
    sessions,
    engaged_sessions,
    total_users,
    event_count,
    {{ rounded('key_events') }} as key_events,
    revenue_minor,
    currency,
    time_zone,
    is_thresholded,
    is_sampled,
    samples_read,
    sampling_space,
    has_other_row,
    data_loss,
    row_count,
    observed_at
from readings
where reading = 1 and not is_empty
