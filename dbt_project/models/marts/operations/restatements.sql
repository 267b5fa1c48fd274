{% set figure = 'business_id, report_before, report_after, is_open, mart, platform, account_id, day, metric' %}
{% set of_account = 'over (partition by business_id, report_before, mart, platform, account_id)' %}

with moments as (select * from {{ ref('int_report_moments') }}),

pairs as (
    select
        earlier.business_id,
        earlier.moment as earlier,
        later.moment as later,
        earlier.known_at as report_before,
        later.known_at as report_after,
        earlier.local_day as reported_on,
        later.moment = 'now' as is_open
    from moments as earlier
    inner join moments as later on later.business_id = earlier.business_id
    where (earlier.moment = 'before' and later.moment = 'last')
        or (earlier.moment = 'last' and later.moment = 'now')
),

figures as (
    select * from {{ ref('int_account_day_figures') }}
    union all
    select * from {{ ref('int_post_figures') }}
),

placed as (
    select
        figures.*,
        pairs.report_before,
        pairs.report_after,
        pairs.is_open,
        case when figures.moment = pairs.earlier then figures.value end as value_before,
        case when figures.moment = pairs.later then figures.value end as value_after
    from figures
    inner join pairs on pairs.business_id = figures.business_id
    where figures.moment in (pairs.earlier, pairs.later)
        and figures.day between {{ days_before('pairs.reported_on', restated_days()) }}
        and {{ days_before('pairs.reported_on', 'figures.days_to_know') }}
),

compared as (
    select {{ figure }}, max(value_before) as before, max(value_after) as after
    from placed
    group by {{ figure }}
),

judged as (
    select *, max(before) {{ of_account }} is not null as was_known from compared
)

select
    business_id,
    report_before,
    report_after,
    is_open,
    mart,
    platform,
    account_id,
    day,
    metric,
    before,
    after,
    after - before as change,
    case
        when after is null then 'deleted'
        when before is not null then 'restated'
        when was_known then 'late'
        else 'first seen'
    end as reason
from judged
where before is distinct from after
