{{ config(materialized='table') }}

-- Most events have none of these properties; the cheap look comes first.
with hints as (
    select
        business_id,
        unit_key,
        session_date,
        lower(coalesce({{ json_text('properties', "'user_agent'") }}, {{ json_text('properties', "'ua'") }})) as agent,
        {% for property in ['is_bot', 'automation', 'headless', 'webdriver', 'data_centre', 'datacenter'] -%}
        lower(coalesce({{ json_text('properties', "'" ~ property ~ "'") }}, '')) in ('true', '1') as {{ property }}
        {{- ',' if not loop.last }}
        {% endfor %}
    from {{ ref('int_events_newest') }}
    where properties like '%"user_agent"%' or properties like '%"ua"%' or properties like '%"is_bot"%'
        or properties like '%"automation"%' or properties like '%"headless"%' or properties like '%"webdriver"%'
        or properties like '%"data_centre"%' or properties like '%"datacenter"%'
),

agents as (
    select distinct hints.agent
    from hints
    inner join {{ ref('bot_agents') }} as known on hints.agent like '%' || known.pattern || '%'
),

told as (
    select business_id, unit_key, session_date, 'declared' as reason from hints where is_bot
    union all
    select business_id, unit_key, session_date, 'automation' as reason from hints where automation or headless or webdriver
    union all
    select business_id, unit_key, session_date, 'data centre' as reason from hints where data_centre or datacenter
    union all
    select business_id, unit_key, session_date, 'user agent' as reason from hints where agent in (select agent from agents)
),

busy as (
    select unit_hash, session_date
    from {{ ref('int_event_keys') }}
    where session_date in (select session_date from {{ ref('int_touched_days') }})
    group by unit_hash, session_date
    having count(*) > 60
),

paced as (
    select
        events.business_id,
        events.unit_key,
        events.session_date,
        events.occurred_at <= lag(events.occurred_at, 60) over (
            partition by events.business_id, events.unit_key, events.session_date order by events.occurred_at nulls last
        ) + interval '1' minute as is_inhuman
    from {{ ref('int_events_newest') }} as events
    inner join busy
        on {{ lookup_hash(['events.business_id', 'events.unit_key']) }} = busy.unit_hash
            and events.session_date = busy.session_date
),

reasons as (
    select * from told
    union all
    select business_id, unit_key, session_date, 'rate' as reason from paced where is_inhuman
)

select business_id, unit_key, session_date, min(reason) as bot_reason
from reasons
group by business_id, unit_key, session_date
