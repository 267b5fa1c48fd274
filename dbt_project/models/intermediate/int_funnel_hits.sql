{{ by_day_config() }}

{% set instant = 'business_id, funnel_id, role, unit_key, instant' %}

with names as (
    select distinct business_id, event
    from {{ ref('fct_events') }} as events
    where {{ only_changed_days('events') }}
),

named as (
    select filters.*, names.event as name
    from {{ ref('int_funnel_filters') }} as filters
    inner join names on filters.business_id = names.business_id and filters.event in ('*', names.event)
),

demands as (
    select
        named.*,
        conditions.property,
        case
            when conditions.property in ('source', 'medium', 'campaign')
                then {{ plain_label('conditions.value') }}
            else conditions.value
        end as wanted
    from named
    inner join {{ ref('stg_config__conditions') }} as conditions
        on named.business_id = conditions.business_id
        and named.funnel_id = conditions.owner_id
        and named.owner = conditions.owner
        and named.number = conditions.number
),

met as (
    select events.business_id, events.event_id, demands.funnel_id, demands.role, demands.number
    from {{ ref('fct_events') }} as events
    inner join demands on events.business_id = demands.business_id and events.event = demands.name
    where
        {{ only_changed_days('events') }}
        and {{ is_value(property_of('events', 'demands.property'), 'demands.wanted') }}
    group by events.business_id, events.event_id, demands.funnel_id, demands.role, demands.number
    having count(distinct demands.property) = max(demands.demands)
),

hits as (
    {{ funnel_hits('cast(null as ' ~ dbt.type_string() ~ ')', 'true') }}
    where
        named.demands = 0 and named.breakdown_1 is null and not events.is_bot
        and {{ only_changed_days('events') }}
    union all
    {{ funnel_hits(
        value_pair('events', 'named.breakdown_1', 'named.breakdown_2'),
        'named.demands = 0 or met.event_id is not null'
    ) }}
    left join met
        on events.business_id = met.business_id
        and events.event_id = met.event_id
        and named.funnel_id = met.funnel_id
        and named.role = met.role
        and named.number = met.number
    where
        (named.demands > 0 or named.breakdown_1 is not null) and not events.is_bot
        and {{ only_changed_days('events') }}
        and (named.demands = 0 or met.event_id is not null or named.first_time = 'ever')
),

ties as (
    select {{ instant }}
    from hits
    where role in ('step', 'person')
    group by {{ instant }}
    having count(*) > 1
),

tied as (
    select
        {{ instant }},
        event_id,
        row_number() over (
            partition by {{ instant }} order by {{ tally('is_met') }} nulls last, event_id nulls last
        ) - 1 as rank
    from hits
    inner join ties using ({{ instant }})
    group by {{ instant }}, event_id
),

skippable as (
    select business_id, funnel_id, event_id
    from hits
    where step_order = 'strict' and role = 'step' and is_met
    group by business_id, funnel_id, event_id
    having {{ tally('not is_optional') }} = 0
)

select
    business_id,
    funnel_id,
    role,
    hits.number,
    hits.place,
    unit_key,
    nullif(hits.person_key, unit_key) as session_of,
    instant + least(coalesce(tied.rank, 0), 2047) as moment,
    hits.value,
    hits.is_met,
    hits.local_date,
    hits.session_date
from hits
left join tied using ({{ instant }}, event_id)
left join skippable using (business_id, funnel_id, event_id)
where (role <> 'person' or hits.value is not null) and (role <> 'any' or skippable.event_id is null)
