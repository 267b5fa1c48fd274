{{ by_day_config() }}

{% set own = 'business_id, cohort_id, person_key, occurred_at, local_date, session_date' %}

with cohorts as (select * from {{ ref('int_cohorts_configured') }}),

events as (
    select events.*
    from {{ ref('fct_events') }} as events
    where not events.is_bot and {{ only_changed_days('events') }}
),

conditions as (
    select business_id, owner_id as cohort_id, owner, property, value
    from {{ ref('stg_config__conditions') }}
    where owner in ('cohort_entry', 'cohort_return')
),

demands as (
    select
        cohorts.business_id,
        cohorts.cohort_id,
        count(distinct case when conditions.owner = 'cohort_entry' then conditions.property end) as of_entry,
        count(distinct case when conditions.owner = 'cohort_return' then conditions.property end) as of_return
    from cohorts
    left join conditions using (business_id, cohort_id)
    group by cohorts.business_id, cohorts.cohort_id
),

names as (select distinct business_id, event from events),

wanted as (
    select
        cohorts.business_id,
        cohorts.cohort_id,
        names.event,
        case when cohorts.entry_event in ('*', names.event) then demands.of_entry end as of_entry,
        case when cohorts.return_event in ('*', names.event) then demands.of_return end as of_return
    from cohorts
    inner join demands using (business_id, cohort_id)
    inner join names using (business_id)
),

candidates as (
    select events.*, wanted.cohort_id, wanted.of_entry, wanted.of_return
    from events
    inner join wanted using (business_id, event)
    where wanted.of_entry is not null or wanted.of_return is not null
),

compared as (
    select
        candidates.*,
        conditions.owner,
        case
            when {{ is_value(property_of('candidates', 'conditions.property'), 'conditions.value') }}
                then conditions.property
        end as met
    from candidates
    inner join conditions using (business_id, cohort_id)
    where coalesce(candidates.of_entry, 0) + coalesce(candidates.of_return, 0) > 0
),

judged as (
    select {{ own }}, of_entry is not null as is_entry, of_return is not null as is_return
    from candidates
    where coalesce(of_entry, 0) + coalesce(of_return, 0) = 0
    union all
    select
        {{ own }},
        coalesce(of_entry = count(distinct case when owner = 'cohort_entry' then met end), false) as is_entry,
        coalesce(of_return = count(distinct case when owner = 'cohort_return' then met end), false) as is_return
    from compared
    group by {{ own }}, event_id, of_entry, of_return
)

select
    judged.business_id,
    judged.cohort_id,
    judged.person_key,
    judged.occurred_at,
    {{ period_number(
        'cohorts.period', 'judged.local_date', 'judged.occurred_at',
        'cohorts.first_weekday', 'cohorts.hour_shift'
    ) }} as period_number,
    judged.is_entry,
    judged.is_return,
    judged.session_date
from judged
inner join cohorts using (business_id, cohort_id)
where judged.is_entry or judged.is_return
