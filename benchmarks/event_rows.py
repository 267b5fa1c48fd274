"""The SQL that draws visits, what people did in them, and what they paid: the same rows on every machine."""

STEPS = (
    "ai_calculator_opened",
    "calculator_step_completed",
    "assessment_submitted",
    "paid_upgrade_clicked",
)
FUNNEL = (STEPS[0], STEPS[2], STEPS[3])
VISITS_PER_NEW_USER = 3
EVENTS_PER_VISIT = 7  # on average: 3 to 11
# A draw from 0 to 1 for every visit (or event) and purpose, the same on every machine.
DRAW = "(hash({what}, '{salt}') % 1000003) / 1000003.0"
DRAWN = {"new": "range", "recency": "range", "time": "range", "length": "range", "pace": "visit, place"}
# A visit belongs to a person who came lately more often than to one of long ago: e-folding of 4,000 visits.
TOLD = """
create or replace temp table told as
with visits as (
    select
        {first_visit} + range as visit,
        {draw_new} < 1.0 / {visits_per_new_user} as is_new,
        cast(floor(-4000 * ln({draw_recency} + 1e-9)) as bigint) as back,
        86400 * {draw_time} as second,
        3 + cast(floor(9 * {draw_length}) as int) as length
    from range({visits})
),
people as (
    select
        *,
        cast(case when is_new then visit else abs(visit - back) end / {visits_per_new_user} as bigint)
            as person
    from visits
),
events as (
    select *, unnest(range(length)) as place from people
)
select
    visit,
    person,
    place,
    hash(visit, place) as mark,
    case place % 3 when 0 then place // 3 else -1 end as step,
    timestamp '{day}' + to_microseconds(cast(1e6 * (second + place * (10 + 50 * {draw_pace})) as bigint))
        as occurred_at
from events
"""
EVENTS = """
select
    '{business}' as business_id,
    md5(concat('e', visit, '-', place)) as event_id,
    case step
        when 0 then '{steps[0]}'
        when 1 then '{steps[1]}'
        when 2 then '{steps[2]}'
        when 3 then '{steps[3]}'
        else 'page_viewed'
    end as event,
    occurred_at,
    md5(concat('u', person)) as user_key,
    null::varchar as anonymous_key,
    null::varchar as session_id,
    case when place = 0 then ['google', 'newsletter', 'linkedin', null][1 + person % 4] end as source,
    case when place = 0 then ['organic', 'email', 'social', null][1 + person % 4] end as medium,
    case when place = 0 and person % 4 = 1 then concat('week', {week}) end as campaign,
    null::varchar as referrer,
    concat('/page/', mark % 50) as page,
    ['US', 'DE', 'GB', 'FR', 'IN'][1 + person % 5] as country,
    null::varchar as region,
    null::varchar as city,
    ['desktop', 'mobile'][1 + person % 2] as device,
    null::varchar as experiment,
    null::varchar as variant,
    case when step = 3 then 4900 end as value_minor,
    case when step = 3 then 'USD' end as currency,
    cast(mark % 60000 as bigint) as duration_ms,
    case when step = 2
        then concat('{{"risk_level":"', ['low', 'medium', 'high'][1 + person % 3], '"}}')
        else '{{"step":1}}'
    end as properties,
    {file}
from told
where {which}
"""
# One in twenty who click on an upgrade pays.
PAYMENTS = """
select
    '{business}' as business_id,
    md5(concat('p', visit)) as payment_id,
    md5(concat('c', person)) as customer_key,
    md5(concat('u', person)) as user_key,
    occurred_at + interval 1 minute as paid_at,
    4900::bigint as amount_minor,
    'USD' as currency,
    'paid' as status,
    true as has_zone,
    {file}
from told
where step = 3 and mark % 20 = 0
"""
FILE = """
    '{name}' as source_file,
    row_number() over () as source_line,
    md5('{name}') as file_sha256,
    timestamp '{landed_at}' as observed_at,
    timestamp '{landed_at}' as landed_at,
    null::varchar as extra
"""
# One event in two hundred comes a day late, and one in two hundred twice.
IN_TIME = "mark % 200 <> 7"
LATE = "mark % 200 in (7, 11)"
