{%- set of_conversion = 'business_id, kind, conversion_id' %}
{%- set of_model = of_conversion ~ ', model' %}
with conversions as (select * from {{ ref('int_conversions') }}),

buyers as (select distinct business_id, person_key from conversions),

visits as (
    select sessions.*
    from {{ ref('fct_sessions') }} as sessions
    inner join buyers using (business_id, person_key)
    where not sessions.is_bot
),

joined as (
    select
        conversions.*,
        visits.session_key,
        visits.started_at as touched_at,
        visits.site as source,
        visits.medium,
        visits.campaign,
        coalesce(visits.channel, '(unattributed)') as channel
    from conversions
    left join visits
        on conversions.business_id = visits.business_id
        and conversions.person_key = visits.person_key
        and visits.started_at <= conversions.converted_at
        and visits.started_at >= conversions.converted_at - interval '{{ look_back_days() }}' day
),

placed as (
    select
        *,
        count(session_key) over (partition by {{ of_conversion }}) as touches,
        case when session_key is null then 0 else row_number() over (
            partition by {{ of_conversion }} order by touched_at nulls last, session_key nulls last
        ) end as touch,
        ({{ microseconds('converted_at') }} - {{ microseconds('touched_at') }}) / 86400e6 as age_days
    from joined
),

compared as (
    select
        *,
        max(case when channel <> 'direct' then touch end) over (partition by {{ of_conversion }}) as last_other
    from placed
),

weighed as (
    select
        compared.*,
        models.model,
        {{ touch_weight('models.model', 'touch', 'touches', 'last_other', 'age_days') }} as weight
    from compared
    cross join (values ('{{ attribution_models() | join("'), ('") }}')) as models (model)
),

credited as (
    select *, cast(sum(weight) over (partition by {{ of_model }}) as bigint) as weights
    from weighed
    where weight > 0
),

posts as (select * from {{ ref('int_session_posts') }})

select
    business_id,
    credited.kind,
    credited.conversion_id,
    credited.converted_at,
    credited.converted_date,
    credited.person_key,
    credited.model,
    cast(credited.touch as bigint) as touch,
    cast(credited.touches as bigint) as touches,
    session_key,
    credited.touched_at,
    credited.source,
    credited.medium,
    credited.campaign,
    credited.channel,
    posts.platform,
    posts.post_id,
    {{ share_of('1000000', 'credited.weight', 'credited.weights', of_model) }} / 1e6 as weight,
    {{ share_of('credited.revenue_minor', 'credited.weight', 'credited.weights', of_model) }} as revenue_minor,
    {{ share_of('credited.refunded_minor', 'credited.weight', 'credited.weights', of_model) }} as refunded_minor,
    credited.currency
from credited
left join posts using (business_id, session_key)
