with sessions as (select * from {{ ref('fct_sessions') }}),

measured as (select distinct business_id from sessions),

visits as (select * from {{ ref('int_session_posts') }}),

posts as (
    select business_id, platform, post_id from {{ ref('int_post_links') }}
    union
    select business_id, platform, post_id from visits
),

visited as (
    select
        business_id,
        visits.platform,
        visits.post_id,
        cast(count(*) as bigint) as sessions,
        cast(count(distinct sessions.person_key) as bigint) as people
    from visits
    inner join sessions using (business_id, session_key)
    group by business_id, visits.platform, visits.post_id
),

credited as (
    select
        business_id,
        platform,
        post_id,
        model,
        {{ rounded('sum(weight)') }} as conversions,
        coalesce({{ total('revenue_minor') }}, 0) as revenue_minor
    from {{ ref('attribution_touches') }}
    where post_id is not null
    group by business_id, platform, post_id, model
),

ranged as (
    select
        business_id,
        platform,
        post_id,
        {%- for model in ['last_non_direct', 'linear'] %}
        max(case when model = '{{ model }}' then conversions end) as {{ model }}_conversions,
        max(case when model = '{{ model }}' then revenue_minor end) as {{ model }}_minor,
        {%- endfor %}
        -- A model that gives a post nothing has no row.
        case when count(*) = {{ attribution_models() | length }} then min(conversions) end as least_conversions,
        max(conversions) as most_conversions,
        case when count(*) = {{ attribution_models() | length }} then min(revenue_minor) end as least_minor,
        max(revenue_minor) as most_minor
    from credited
    group by business_id, platform, post_id
)

select
    business_id,
    platform,
    post_id,
    performance.posted_at,
    performance.posted_date,
    performance.content_type,
    coalesce(visited.sessions, 0) as sessions,
    coalesce(visited.people, 0) as people,
    coalesce(ranged.last_non_direct_conversions, 0) as conversions,
    coalesce(ranged.linear_conversions, 0) as linear_conversions,
    coalesce(ranged.least_conversions, 0) as conversions_min,
    coalesce(ranged.most_conversions, 0) as conversions_max,
    coalesce(ranged.last_non_direct_minor, 0) as revenue_minor,
    coalesce(ranged.linear_minor, 0) as linear_revenue_minor,
    coalesce(ranged.least_minor, 0) as revenue_min_minor,
    coalesce(ranged.most_minor, 0) as revenue_max_minor,
    businesses.currency,
    performance.engagement,
    performance.views,
    performance.clicks
from posts
inner join measured using (business_id)
inner join {{ ref('dim_businesses') }} as businesses using (business_id)
left join visited using (business_id, platform, post_id)
left join ranged using (business_id, platform, post_id)
left join {{ ref('post_performance') }} as performance using (business_id, platform, post_id)
