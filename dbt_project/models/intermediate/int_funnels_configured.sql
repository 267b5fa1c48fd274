{{ config(materialized='table') }}

{% set is_required = "(not is_optional or step_order = 'unordered')" %}

with funnels as (select * from {{ ref('stg_config__funnels') }}),

businesses as (select * from {{ ref('stg_config__businesses') }}),

steps as (
    select
        business_id,
        funnel_id,
        {{ tally("role = 'step' and " ~ is_required) }} as places,
        {{ tally("role = 'step' and number <= attribution_step and " ~ is_required) }}
            as attribution_place,
        {{ tally("role = 'exclusion'") }} > 0 as has_exclusions
    from {{ ref('stg_config__funnel_filters') }}
    inner join funnels using (business_id, funnel_id)
    group by business_id, funnel_id
),

placed as (
    select
        funnels.*,
        steps.places,
        steps.has_exclusions,
        case when funnels.attribution = 'step' and funnels.breakdown_at = 'event' then steps.attribution_place end
            as attribution_place,
        businesses.timezone,
        businesses.as_of,
        businesses.local_today,
        {{ first_weekday('businesses.week_starts') }} as first_weekday,
        {{ hour_shift('businesses.timezone') }} as hour_shift,
        {{ utc_time('cast(range_from as timestamp)', 'businesses.timezone') }} as range_begins,
        {{ utc_time('cast(' ~ days_before('range_to', -1) ~ ' as timestamp)', 'businesses.timezone') }}
            as range_ends
    from funnels
    inner join businesses using (business_id)
    inner join steps using (business_id, funnel_id)
)

select
    business_id,
    funnel_id,
    step_order,
    unit,
    places,
    has_exclusions,
    breakdown_1,
    breakdown_2,
    case when breakdown_1 is null then 'none' when breakdown_at = 'user' then 'user' else attribution end
        as attribution,
    attribution = 'first_touch' as is_first_touch,
    attribution_place,
    range_from,
    range_to,
    timezone,
    as_of,
    local_today,
    first_weekday,
    hour_shift,
    {#- At most 63 years, so that no window is too long for a number. #}
    least(window_seconds, 2000000000) * 2048000000 as span,
    coalesce({{ moment_of('range_begins') }}, 0) as first_entry,
    coalesce({{ moment_of('range_ends') }} - 1, {{ end_of_time() }}) as last_entry,
    coalesce(case when clip_to_range then {{ moment_of('range_ends') }} - 1 end, {{ end_of_time() }})
        as last_moment
from placed
