{% set of_post = 'over (partition by business_id, platform, post_id order by observed_date)' %}

with posts as (select business_id, platform, post_id, posted_date from {{ ref('dim_posts') }}),

businesses as (select business_id, local_today from {{ ref('dim_businesses') }}),

days as (
    select *
    from {{ ref('fct_post_observations') }}
    qualify row_number() over (
        partition by business_id, platform, post_id, observed_date order by observed_at desc
    ) = 1
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
        compared.observed_date >= businesses.local_today as is_provisional
    from compared
    inner join posts using (business_id, platform, post_id)
    inner join businesses using (business_id)
)

select
    business_id,
    platform,
    post_id,
    observed_date as day,
    gap_days,
    {%- for metric in summed_metrics() %}
    case
        when gap_days between 0 and 1 and is_first then {{ metric }}
        when gap_days = 1 then {{ metric }} - {{ metric }}_before
    end as {{ metric }}_gained,
    {%- endfor %}
    is_provisional
from measured
