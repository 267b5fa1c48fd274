{{ view_or_table() }}

{% set run = ['business_id', 'funnel_id', 'breakdown_value', 'unit_key', 'lane'] %}

with filters as (
    select * from {{ ref('int_funnel_filters') }} where role = 'step'
),

best as (
    select best.*, funnels.step_order
    from {{ ref('int_funnel_best') }} as best
    inner join {{ ref('int_funnels_configured') }} as funnels using (business_id, funnel_id)
),

levels as (
    {{ levels_of('best', run + ['entered'], ['deadline']) }}
),

required as (
    select
        {{ of('levels', run) }},
        levels.deadline,
        filters.number,
        levels.level as place,
        levels.moment
    from levels
    inner join filters
        on levels.business_id = filters.business_id
        and levels.funnel_id = filters.funnel_id
        and levels.level = case when filters.step_order = 'unordered' then filters.number else filters.place end
),

{{ with_optional_steps('required', 'filters', run) }}

select
    {{ run | join(', ') }},
    deadline,
    number,
    {{ instant_of('moment') }} - lag({{ instant_of('moment') }}) over (
        partition by {{ run | join(', ') }} order by number nulls last
    ) as waited
from taken
