{% set hours, days = 3600, 86400 %}
{% set edges = [
    0, 10, 60, 300, 900, hours, 4 * hours, 12 * hours, days, 2 * days, 4 * days, 7 * days, 14 * days, 30 * days,
    90 * days, 365 * days, none
] %}

with funnels as (select * from {{ ref('int_funnels_configured') }}),

buckets as (
    {%- for edge in edges[:-1] %}
    select
        cast({{ edge }} as bigint) as from_seconds,
        cast({{ edges[loop.index] or 'null' }} as bigint) as to_seconds
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

completed as (
    select
        business_id,
        funnel_id,
        runs.unit_key,
        min_by(
            {{ instant_of('greatest(' ~ of('runs', moments_of_run()) ~ ')') }} - {{ instant_of('runs.entered') }},
            runs.entered
        ) as span
    from {{ ref('int_funnel_runs') }} as runs
    inner join funnels using (business_id, funnel_id)
    where runs.reached = funnels.places
    group by business_id, funnel_id, runs.unit_key
),

spread as (
    select business_id, funnel_id, from_seconds, cast(count(*) as bigint) as users
    from completed
    inner join buckets
        on (from_seconds = 0 or span > from_seconds * 2048000000)
        and (to_seconds is null or span <= to_seconds * 2048000000)
    group by business_id, funnel_id, from_seconds
),

totals as (
    select business_id, funnel_id, cast(count(*) as bigint) as completed
    from completed
    group by business_id, funnel_id
)

select
    business_id,
    funnel_id,
    from_seconds,
    buckets.to_seconds,
    coalesce(spread.users, 0) as users,
    coalesce(totals.completed, 0) as completed,
    {{ safe_divide('coalesce(spread.users, 0)', 'totals.completed') }} as share
from funnels
inner join buckets on buckets.from_seconds * 2048000000 < funnels.span
left join totals using (business_id, funnel_id)
left join spread using (business_id, funnel_id, from_seconds)
