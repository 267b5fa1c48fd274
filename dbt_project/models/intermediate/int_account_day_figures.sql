with moments as (select business_id, moment, known_at, local_day from {{ ref('int_report_moments') }}),

told as (
    select
        days.*,
        moments.moment,
        {{ place_of_day_in(['moments.moment', 'days.business_id', 'platform', 'account_id', 'day']) }} as place
    from {{ ref('int_account_days_unioned') }} as days
    inner join moments on moments.business_id = days.business_id
    where {{ known_by('days', 'moments.known_at') }}
        and days.day >= {{ days_before('moments.local_day', restated_days() + 7) }}
),

merged as (
    select
        business_id,
        moment,
        platform,
        account_id,
        day,
        {%- for metric in account_day_metrics() %}
        {{ newest_known(metric) }} as {{ metric }}{{ ',' if not loop.last }}
        {%- endfor %}
    from told
    group by business_id, moment, platform, account_id, day
)

{% for metric in account_day_metrics() %}
select
    business_id,
    moment,
    'account_days' as mart,
    platform,
    account_id,
    day,
    '{{ 'gained' if metric == 'followers_gained' else metric }}' as metric,
    1 as days_to_know,
    {{ metric }} as value
from merged
where {{ metric }} is not null
{{ 'union all' if not loop.last }}
{% endfor %}
