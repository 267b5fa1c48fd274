with touches as (select * from {{ ref('attribution_touches') }} where model = 'linear' and touch > 0),

buyers as (select distinct business_id, person_key, true as has_converted from {{ ref('int_conversions') }}),

visits as (
    select sessions.business_id, sessions.person_key, sessions.session_key, sessions.started_at, sessions.channel
    from {{ ref('fct_sessions') }} as sessions
    left join buyers using (business_id, person_key)
    where not sessions.is_bot and buyers.has_converted is null
),

-- A journey of somebody who has not converted is over when no visit follows within the look-back.
followed as (
    select
        business_id,
        channel,
        lag(channel) over (
            partition by business_id, person_key order by started_at nulls last, session_key nulls last
        ) as channel_before,
        started_at <= lag(started_at) over (
            partition by business_id, person_key order by started_at nulls last, session_key nulls last
        ) + interval '{{ look_back_days() }}' day as goes_on,
        lead(started_at) over (
            partition by business_id, person_key order by started_at nulls last, session_key nulls last
        ) <= started_at + interval '{{ look_back_days() }}' day as is_followed
    from visits
),

converting as (
    select
        business_id,
        channel,
        lag(channel) over (
            partition by business_id, kind, conversion_id order by touch nulls last
        ) as channel_before,
        touch = touches as is_last
    from touches
),

steps as (
    select business_id, coalesce(channel_before, '(start)') as from_state, channel as to_state from converting
    union all
    select business_id, channel, '(conversion)' from converting where is_last
    union all
    select business_id, case when goes_on then channel_before else '(start)' end, channel from followed
    union all
    select business_id, channel, '(null)' from followed where not coalesce(is_followed, false)
)

select business_id, from_state, to_state, cast(count(*) as bigint) as transitions
from steps
group by business_id, from_state, to_state
