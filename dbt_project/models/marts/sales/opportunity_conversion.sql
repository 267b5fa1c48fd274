{% set family = 'over (partition by business_id, dimension, window_key)' %}
-- Sums of fractions depend on their order in the last digit, so it is given.
{% set family_in_order -%}
    over (
        partition by business_id, dimension, window_key order by value nulls last
        rows between unbounded preceding and unbounded following
    )
{%- endset %}

with pooled as (
    select
        *,
        cast(opportunities as double) as n,
        cast(conversions as double) / nullif(opportunities, 0) as rate,
        cast(sum(conversions) {{ family }} as double) / nullif(sum(opportunities) {{ family }}, 0)
            as pooled_rate,
        sum(case when opportunities > 0 then 1 else 0 end) {{ family }} as families,
        cast(sum(opportunities) {{ family }} as double) as n_all,
        cast(sum(opportunities * opportunities) {{ family }} as double) as n_squares,
        cast(sum(revenue_minor) {{ family }} as bigint) as revenue_of_all
    from {{ ref('int_opportunity_windows_counted') }}
),

spread as (
    select
        *,
        sum(n * (rate - pooled_rate) * (rate - pooled_rate)) {{ family_in_order }} as spread,
        pooled_rate * (1 - pooled_rate) as chance
    from pooled
),

estimated as (
    select
        *,
        greatest(
            (spread - (families - 1) * chance)
            / nullif(n_all - n_squares / nullif(n_all, 0) - (families - 1), 0),
            0e0
        ) as variance_between
    from spread
)

select
    business_id,
    dimension,
    value,
    nullif(window_key, 0) as window_days,
    opportunities,
    conversions,
    {{ safe_divide('conversions', 'opportunities') }} as conversion_rate,
    {{ wilson_low('conversions', 'opportunities') }} as rate_low,
    {{ wilson_high('conversions', 'opportunities') }} as rate_high,
    {{ shrunk_rate('conversions', 'n', 'pooled_rate', 'variance_between', 'families') }} as shrunk_rate,
    revenue_minor,
    currency,
    {{ safe_divide('revenue_minor', 'revenue_of_all') }} as revenue_share,
    median_response_hours,
    conversions_in_other_currencies
from estimated
