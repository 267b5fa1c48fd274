{{ by_day_config() }}
{%- set keys, changed_days = ref('int_event_keys'), ref('int_changed_days') %}

with
{%- if is_incremental() %}
-- A sender's session may have events on days that did not change.
open_sessions as (
    select distinct session_hash from {{ keys }} as keys where {{ only_changed_days('keys') }}
),

read_days as (
    select session_date from {{ changed_days }}
    union
    select session_date from {{ keys }} where session_hash in (select session_hash from open_sessions)
),
{%- endif %}

events as (
    select * from {{ ref('fct_events') }}
    {%- if is_incremental() %}
    where session_date in (select session_date from read_days)
    {%- endif %}
),

sessions as (
    select
        business_id,
        session_key,
        {{ first_row([
            'occurred_at', 'event_id', 'local_date', 'session_date', 'person_key', 'unit_key', 'source', 'medium', 'campaign',
            'referrer', 'page', 'country', 'region', 'city', 'device',
        ]) }} as entry,
        case when min(user_key) = max(user_key) then min(user_key) end as user_key,
        max(occurred_at) as ended_at,
        cast(count(*) as bigint) as events,
        {{ total('value_minor') }} as value_minor,
        min(currency) filter (where value_minor is not null) as currency,
        max(currency) filter (where value_minor is not null) as last_currency,
        min(bot_reason) as bot_reason
    from events
    group by business_id, session_key
),

entered as (
    select
        *,
        entry.session_date as session_date,
        {{ site_of('entry.source', 'entry.referrer', 'entry.page') }} as told_site
    from sessions
)

select
    business_id,
    session_key,
    entry.person_key as person_key,
    entry.unit_key as unit_key,
    user_key,
    entry.occurred_at as started_at,
    ended_at,
    entry.local_date as local_date,
    events,
    {{ epoch('ended_at') }} - {{ epoch('entry.occurred_at') }} as duration_seconds,
    entry.source as source,
    entry.medium as medium,
    entry.campaign as campaign,
    entry.referrer as referrer,
    entry.page as landing_page,
    coalesce(sites.name, told_site) as site,
    {{ channel_of('entry.source', 'entry.medium', 'entry.campaign', 'told_site', 'sites.kind') }} as channel,
    entry.country as country,
    entry.region as region,
    entry.city as city,
    entry.device as device,
    case when currency = last_currency then value_minor end as value_minor,
    case when currency = last_currency then currency end as currency,
    bot_reason is not null as is_bot,
    bot_reason,
    session_date
from entered
left join {{ known_sites() }} as sites (label, name, kind) on sites.label = {{ site_label('told_site') }}
where {{ only_changed_days('entered') }}
