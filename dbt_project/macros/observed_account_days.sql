{% macro observed_account_days(platform) -%}
{{ observed(platform, 'account_days') }}

select
    business_id,
    '{{ platform }}' as platform,
    account_id,
    day,
    day_boundary,
    {{ account_day_metrics() | join(',\n    ') }},
    observed_at,
    landed_at,
    source_line,
    file_sha256
from known
{%- endmacro %}

{% macro account_day_metrics() -%}
    {{ return([
        'followers', 'followers_gained', 'follows', 'unfollows', 'profile_views', 'website_clicks',
        'reach', 'impressions', 'views', 'video_views', 'likes', 'comments', 'shares', 'saves', 'clicks',
        'interactions'
    ]) }}
{%- endmacro %}
