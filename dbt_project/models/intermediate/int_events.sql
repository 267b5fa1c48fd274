{{ view_or_table() }}
with sent as (
    select *, 'id:' || session_id as session_key from {{ ref('int_events_newest') }} where session_id is not null
),

gaps as (
    select
        *,
        coalesce(occurred_at >= lag(occurred_at) over (
            partition by business_id, unit_key, session_date order by occurred_at nulls last, event_id nulls last
        ) + interval '30' minute, true) as begins
    from {{ ref('int_events_newest') }}
    where session_id is null
),

numbered as (
    select
        *,
        count(case when begins then 1 end) over (
            partition by business_id, unit_key, session_date order by occurred_at nulls last, event_id nulls last
            rows between unbounded preceding and current row
        ) as session_number
    from gaps
),

cut as (
    select
        {{ event_columns() }},
        'gap:' || max(case when begins then event_id end) over (
            partition by business_id, unit_key, session_date, session_number
        ) as session_key
    from numbered
),

sessions as (
    select * from sent
    union all
    select * from cut
)

select
    {{ event_columns('sessions', session='session_key') }},
    bots.bot_reason is not null as is_bot,
    bots.bot_reason
from sessions
left join {{ ref('int_bots') }} as bots
    on sessions.business_id = bots.business_id and sessions.unit_key = bots.unit_key
        and sessions.session_date = bots.session_date
