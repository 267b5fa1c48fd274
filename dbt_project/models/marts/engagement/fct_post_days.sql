{% set of_post = 'over (partition by business_id, platform, post_id order by observed_date)' %}

with posts as (select business_id, platform, post_id, posted_date from {{ ref('dim_posts') }}),

businesses as (select business_id, local_today from {{ ref('dim_businesses') }}),

observations as (
    select
        *,
        row_number() over (partition by business_id, platform, post_id order by observed_at) as place
    from {{ ref('fct_post_observations') }}
),

days as (
    select
        business_id,
        platform,
        post_id,
        observed_date,
        {%- for metric in summed_metrics() %}
        {{ newest_known(metric) }} as {{ metric }}{{ ',' if not loop.last }}
        {%- endfor %}
    from observations
    group by business_id, platform, post_id, observed_date
),

compared as (
    select
        *,
        {%- for metric in summed_metrics() %}
        lag({{ metric }}) {{ of_post }} as {{ metric }}_before,
        {%- endfor %}
        lag(observed_date) {{ of_post }} as day_before
    from days
),

measured as (
    select
        compared.*,
        compared.day_before is null as is_first,
        {{ days_between('coalesce(compared.day_before, posts.posted_date)', 'compared.observed_date') }}
            as gap_days,
        {{ is_unsettled('compared.observed_date', 'businesses.local_today') }} as is_provisional
    from compared
    inner join posts using (business_id, platform, post_id)
    inner join businesses using (business_id)
    {{ with_platform_facts('compared') }}
),

gains as (
    select
        *,
        {%- for metric in summed_metrics() %}
        case
            when gap_days between 0 and 1 and is_first then {{ metric }}
            when gap_days = 1 then {{ metric }} - {{ metric }}_before
        end as {{ metric }}_gained{{ ',' if not loop.last }}
        {%- endfor %}
    from measured
)

select
    business_id,
    platform,
    post_id,
    observed_date as day,
    gap_days,
    {%- for metric in summed_metrics() %}
    {{ metric }}_gained,
    {%- endfor %}
    coalesce(least({{ summed_metrics() | join('_gained, ') }}_gained) < 0, false) as has_negative_gain,
    is_provisional
from gains
