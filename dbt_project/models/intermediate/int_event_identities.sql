{{ by_day_config(days='int_touched_days') }}

with devices as (
    select business_id, 'anonymous' as kind, anonymous_key as subject_key, user_key, landed_at, session_date
    from {{ ref('int_events_newest') }}
    where anonymous_key is not null and user_key is not null
),

sessions as (
    select
        business_id,
        session_id,
        user_key,
        {{ tally("unit_key like 'session:%'") }} as unknown_events,
        min(landed_at) as landed_at,
        session_date
    from {{ ref('int_events_newest') }}
    where session_id is not null
    group by business_id, session_id, user_key, session_date
),

-- What a session did before its user was known belongs to that user.
begun_unknown as (
    select * from sessions
    qualify max(unknown_events) over (partition by business_id, session_id, session_date) > 0
),

told as (
    select * from devices
    union all
    select business_id, 'session', 'session:' || session_id, user_key, landed_at, session_date
    from begun_unknown
    where user_key is not null
)

select
    business_id,
    kind,
    subject_key,
    user_key,
    min(landed_at) as first_seen_at,
    session_date
from told
group by business_id, kind, subject_key, user_key, session_date
