{{ config(materialized='table') }}

with cohorts as (select * from {{ ref('int_cohorts_configured') }}),

events as (select * from {{ ref('int_cohort_events') }}),

entries as (
    select
        events.business_id,
        events.cohort_id,
        events.person_key,
        min(events.period_number) as period_number,
        min(events.occurred_at) as entered_at
    from events
    inner join cohorts using (business_id, cohort_id)
    where events.is_entry
    group by
        events.business_id,
        events.cohort_id,
        events.person_key,
        case when cohorts.kind = 'recurring' then events.period_number end
),

-- An event that is an entry at that very moment is not the conversion of it.
returns as (
    select
        entries.business_id,
        entries.cohort_id,
        entries.person_key,
        entries.entered_at,
        min(case when events.occurred_at > entries.entered_at or not events.is_entry then events.occurred_at end)
            as converted_at,
        max(events.period_number) as last_return_period,
        {{ bits_of_ages('events.period_number - entries.period_number') }} as ages_on
    from entries
    inner join events using (business_id, cohort_id, person_key)
    where events.is_return and events.occurred_at >= entries.entered_at
    group by entries.business_id, entries.cohort_id, entries.person_key, entries.entered_at
)

select
    entries.business_id,
    entries.cohort_id,
    entries.person_key,
    entries.period_number,
    entries.entered_at,
    returns.converted_at,
    returns.last_return_period,
    coalesce(returns.ages_on, 0) as ages_on
from entries
left join returns using (business_id, cohort_id, person_key, entered_at)
