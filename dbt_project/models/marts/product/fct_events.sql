{{ by_day_config(reads_itself=true) }}
{%- set touched_days = ref('int_touched_days') %}

with events as (
    select * from {{ ref('int_events') }}
    {%- if is_incremental() %}
    union all
    select {{ event_columns(session='session_key') }}, is_bot, bot_reason
    from {{ this }}
    where {{ only_changed_days(this.identifier) }}
        and session_date not in (select session_date from {{ touched_days }})
    {%- endif %}
),

people as (select * from {{ ref('int_people') }})

select
    events.business_id,
    events.event_id,
    events.event,
    events.occurred_at,
    events.local_date,
    events.local_hour,
    coalesce(people.person_key, events.unit_key) as person_key,
    events.unit_key,
    events.user_key,
    events.anonymous_key,
    events.session_key,
    events.source,
    events.medium,
    events.campaign,
    events.referrer,
    events.page,
    events.country,
    events.region,
    events.city,
    events.device,
    events.experiment,
    events.variant,
    events.value_minor,
    events.currency,
    events.duration_ms,
    events.properties,
    events.origin,
    events.is_bot,
    events.bot_reason,
    events.observed_at,
    events.landed_at,
    events.source_line,
    events.file_sha256,
    events.session_date
from events
left join people on events.business_id = people.business_id and events.unit_key = people.subject_key
